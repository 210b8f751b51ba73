<#import "app-password-commons.ftl" as ap>
<@ap.page displayMessage=!messagesPerField.existsError("totp"); section>
  <#if section = "header">
    ${msg("appPasswordAskTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg(appPassword.why)}</@ap.text>
    <@ap.form id="kc-app-password-otp">
      <input type="hidden" name="challenge" value="otp">
      <#if appPassword.devices?size gt 1>
        <@ap.choices name="device" legend="appPasswordOtpDevice">
          <#list appPassword.devices as device>
            <@ap.radio id="device-" + device?index name="selectedCredentialId" value=device.id checked=device.selected>
              <bdi><#if device.label?has_content>${device.label}<#else>${msg("appPasswordOtpDeviceUnnamed")}</#if></bdi>
            </@ap.radio>
          </#list>
        </@ap.choices>
      <#else>
        <#list appPassword.devices as device><input type="hidden" name="selectedCredentialId" value="${device.id}"></#list>
      </#if>
      <@ap.field name="totp" label="appPasswordOtpCode">
        <@ap.control name="totp"; class>
          <input type="text" id="totp" name="otp" ${class} dir="ltr" inputmode="numeric" autocomplete="one-time-code" required autofocus<@ap.describedBy name="totp"/>>
        </@ap.control>
      </@ap.field>
      <p id="kc-app-password-not-at-hand" class="app-password-detail">${msg(appPassword.otherWays?then("appPasswordNotAtHandOther", "appPasswordNotAtHand"))}</p>
      <@ap.actions>
        <@ap.primary id="kc-app-password-verify" name="verify" label="appPasswordVerify"/>
        <#if appPassword.otherWays><@ap.secondary id="kc-app-password-other-way" name="tryAnotherWay" label="appPasswordOtherWay"/></#if>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
