<#import "app-password-commons.ftl" as ap>
<@ap.page displayMessage=false; section>
  <#if section = "header">
    ${msg("appPasswordNotMe." + appPassword.page + ".title")}
  <#elseif section = "form">
    <@ap.assets/>
    <#if appPassword.label?has_content>
      <p class="app-password-text">${msg("appPasswordNotMeLabel")} <strong id="kc-app-password-label"><bdi>${appPassword.label}</bdi></strong></p>
    </#if>
    <#if appPassword.day?has_content>
      <p class="app-password-text">${msg("appPasswordNotMeDay")} <bdi>${appPassword.day}</bdi></p>
    </#if>
    <p id="kc-app-password-not-me" class="app-password-text" data-page="${appPassword.page}"><@ap.revocation key="appPasswordNotMe." + appPassword.page + ".text"/></p>
    <#if appPassword.page?starts_with("ask")>
      <#-- relative, so that no header of the request has a say in where it leads -->
      <form id="kc-app-password-not-me-form" class="${properties.kcFormClass!} app-password-form" action="not-me" method="post">
        <input type="hidden" name="key" value="${appPassword.key}">
        <@ap.actions>
          <@ap.primary id="kc-app-password-revoke" name="revoke" label=(appPassword.page == "ask")?then("appPasswordNotMeRevoke", "appPasswordNotMeStop")/>
        </@ap.actions>
      </form>
    <#elseif appPassword.page == "revoked" || appPassword.page == "stopped">
      <@ap.actions>
        <a id="kc-app-password-change-password" href="../account/account-security/signing-in" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonLargeClass!}">${msg("appPasswordNotMeChangePassword")}</a>
      </@ap.actions>
    <#else>
      <@ap.actions>
        <a id="kc-app-password-account" href="../${appPassword.account}" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonLargeClass!}">${msg("appPasswordMailAccount")}</a>
      </@ap.actions>
    </#if>
  </#if>
</@ap.page>
