<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg(appPassword.reason)}
  <#elseif section = "form">
    <@ap.assets/>
    <p id="kc-app-password-notice" class="app-password-text" data-reason="${appPassword.reason}">${msg(appPassword.reason + "Text")}</p>
    <@ap.form id="kc-app-password-refused">
      <@ap.actions>
        <#if appPassword.signIn>
          <@ap.primary id="kc-app-password-sign-in" name="signInAgain" label="appPasswordSignInAgainButton"/>
          <@ap.cancel/>
        <#else>
          <@ap.cancel label="appPasswordBack"/>
        </#if>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
