<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordLostTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text><#if appPassword.downloaded>${msg("appPasswordProfileMade")}<#else>${msg("appPasswordLostText")}</#if></@ap.text>
    <@ap.text><@ap.revocation key="appPasswordLostReplace"/></@ap.text>
    <@ap.form id="kc-app-password-lost">
      <@ap.actions>
        <@ap.primary id="kc-app-password-finish" name="finish" label=appPassword.downloaded?then("appPasswordFinish", "appPasswordLostFinish")/>
        <@ap.secondary id="kc-app-password-replace" name="replace" label="appPasswordReplace"/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
