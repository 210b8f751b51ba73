<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordAskTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg(appPassword.why)}</@ap.text>
    <@ap.text>${msg("appPasswordFactorAsk." + appPassword.factor)}</@ap.text>
    <noscript><p class="${properties.kcInputErrorMessageClass!}">${msg("appPasswordWebAuthnNoScript")}</p></noscript>
    <p id="kc-app-password-webauthn-error" class="${properties.kcInputErrorMessageClass!}" role="alert" hidden></p>
    <@ap.form id="kc-app-password-webauthn-answer" guarded=false>
      <input type="hidden" name="challenge" value="${appPassword.factor}">
      <input type="hidden" name="clientDataJSON">
      <input type="hidden" name="authenticatorData">
      <input type="hidden" name="signature">
      <input type="hidden" name="credentialId">
      <input type="hidden" name="userHandle">
      <p id="kc-app-password-not-at-hand" class="app-password-detail">${msg(appPassword.otherWays?then("appPasswordNotAtHandOther", "appPasswordNotAtHand"))}</p>
      <@ap.actions>
        <button type="button" id="kc-app-password-verify" hidden autofocus
                class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonLargeClass!}"
                data-challenge="${challenge}" data-rp-id="${rpId}" data-timeout-seconds="${createTimeout?c}"
                data-user-verification="${userVerification}" data-credentials="${appPassword.credentials}"
                data-unsupported="${msg("appPasswordWebAuthnUnsupported")}" data-failed="${msg("appPasswordWebAuthnFailed")}">${msg("appPasswordWebAuthnVerify")}</button>
        <#if appPassword.otherWays><@ap.secondary id="kc-app-password-other-way" name="tryAnotherWay" label="appPasswordOtherWay"/></#if>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
