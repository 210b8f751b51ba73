<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordSetUpTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg("appPasswordSetUpWhy" + appPassword.having)}</@ap.text>
    <#if appPassword.until?has_content>
      <@ap.text>${msg("appPasswordSetUpWaits")}</@ap.text>
      <p class="app-password-text">${msg("appPasswordWaitUntil")} <strong><@ap.time/></strong></p>
    <#else>
      <@ap.text>${msg("appPasswordSetUpHow" + appPassword.having)}</@ap.text>
    </#if>
    <@ap.form id="kc-app-password-set-up">
      <@ap.choices name="factor" legend="appPasswordSetUpChoose">
        <#list appPassword.factors as factor>
          <@ap.radio id="factor-" + factor name="factor" value=factor checked=factor?is_first describedBy="factor-" + factor + "-help">
            ${msg("appPasswordFactor." + factor)}
            <span id="factor-${factor}-help" class="app-password-detail">${msg("appPasswordFactorSetUp." + factor)}</span>
          </@ap.radio>
        </#list>
      </@ap.choices>
      <@ap.actions>
        <@ap.primary id="kc-app-password-setup" name="setup" label="appPasswordSetUpNow"/>
        <#if appPassword.orAtProvider>
          <@ap.secondary id="kc-app-password-sign-in" name="signInAgain" label="appPasswordSignInAgainButton"/>
        </#if>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
