<#import "template.ftl" as layout>
<#import "app-password-commons.ftl" as ap>
<@layout.registrationLayout displayMessage=false; section>
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
    <p id="kc-app-password-not-me" class="app-password-text" data-page="${appPassword.page}">${msg("appPasswordNotMe." + appPassword.page + ".text")}</p>
    <#if appPassword.page?starts_with("ask")>
      <#-- relative, so that no header of the request has a say in where it leads -->
      <form id="kc-app-password-not-me-form" class="${properties.kcFormClass!} app-password-form" action="not-me" method="post">
        <input type="hidden" name="key" value="${appPassword.key}">
        <@ap.actions>
          <@ap.primary id="kc-app-password-revoke" name="revoke" label=(appPassword.page == "ask")?then("appPasswordNotMeRevoke", "appPasswordNotMeStop")/>
        </@ap.actions>
      </form>
    </#if>
  </#if>
</@layout.registrationLayout>
