<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordSetUpTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <#if appPassword.orAtProvider>
      <@ap.text>${msg("appPasswordSetUpWhyAtProvider")}</@ap.text>
      <@ap.text>${msg("appPasswordSetUpHowAtProvider")}</@ap.text>
    <#else>
      <@ap.text>${msg("appPasswordSetUpWhy")}</@ap.text>
      <@ap.text>${msg("appPasswordSetUpHow")}</@ap.text>
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
