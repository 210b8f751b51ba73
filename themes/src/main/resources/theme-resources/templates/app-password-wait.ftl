<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg(appPassword.reason)}
  <#elseif section = "form">
    <@ap.assets/>
    <p id="kc-app-password-notice" class="app-password-text" data-reason="${appPassword.reason}">${msg(appPassword.reason + "Text")}</p>
    <p class="app-password-text">${msg("appPasswordWaitUntil")} <strong><@ap.time/></strong></p>
    <p class="app-password-text">${msg("appPasswordWaitAdvice")}</p>
    <@ap.form id="kc-app-password-refused">
      <@ap.actions>
        <@ap.cancel label="appPasswordBack"/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
