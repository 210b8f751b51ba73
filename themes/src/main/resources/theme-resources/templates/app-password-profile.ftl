<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordProfileTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg("appPasswordProfileIntro")}</@ap.text>
    <dl class="app-password-settings">
      <div>
        <dt>${msg("appPasswordLabel")}</dt>
        <dd><bdi>${appPassword.label}</bdi></dd>
      </div>
      <div>
        <dt>${msg("appPasswordProfileFor")}</dt>
        <dd><@ap.protocolNames appPassword.protocols/></dd>
      </div>
    </dl>
    <p id="kc-app-password-profile-signer" class="app-password-text"><#if appPassword.signed>${msg("appPasswordProfileSigned", appPassword.signer)}<#else>${msg("appPasswordProfileUnsigned")}</#if></p>
    <@ap.text>${msg("appPasswordProfileSteps")}</@ap.text>
    <div id="kc-app-password-once" class="${properties.kcAlertClass!} pf-m-warning app-password-once">
      <div class="${properties.kcAlertIconClass!"pf-c-alert__icon"}"><span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span></div>
      <span class="${properties.kcAlertTitleClass!}">${msg("appPasswordProfileOnce")}</span>
    </div>
    <@ap.form id="kc-app-password-download-form">
      <#list appPassword.fields as field>
        <input type="hidden" name="${field.name}" value="${field.value}">
      </#list>
      <@ap.actions>
        <@ap.primary id="kc-app-password-download" name="download" label="appPasswordProfileCreate"/>
      </@ap.actions>
    </@ap.form>
    <#-- a form of its own: the browser stays on this page while it downloads -->
    <@ap.form id="kc-app-password-continue-form">
      <@ap.actions>
        <@ap.secondary id="kc-app-password-continue" name="continue" label="appPasswordProfileContinue"/>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
