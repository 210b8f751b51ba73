<#-- What the pages of app passwords have in common. Classes come from the theme's properties: those of keycloak.v2 and
     its children first, else those of keycloak and base. -->

<#import "template.ftl" as layout>

<#-- The theme's page around ours. Our own texts say which language they have: it is English where they lack the page's. -->
<#macro page displayMessage=true>
  <#local own = appPassword.ownMessage!false>
  <@layout.registrationLayout displayMessage=(displayMessage && !own); section>
    <#if section == "header">
      <span<@language/>><#nested section></span>
    <#elseif section == "form">
      <div<@language/>>
        <#if own && displayMessage && message?has_content><@alert/></#if>
        <#nested section>
      </div>
    </#if>
  </@layout.registrationLayout>
</#macro>

<#-- A message of ours, as the theme shows Keycloak's. -->
<#macro alert>
  <div class="${properties.kcAlertClass!} pf-m-${(message.type == "error")?then("danger", message.type)}">
    <div class="${properties.kcAlertIconClass!"pf-c-alert__icon"}"><span class="${(message.type == "error")?then(properties.kcFeedbackErrorIcon!, properties.kcFeedbackInfoIcon!)}" aria-hidden="true"></span></div>
    <span class="${properties.kcAlertTitleClass!} kc-feedback-text">${message.summary}</span>
  </div>
</#macro>

<#-- For a text of Keycloak's within ours. -->
<#macro pageLanguage><#if locale??> lang="${locale.currentLanguageTag}" dir="${locale.rtl?then("rtl", "ltr")}"</#if></#macro>

<#macro language> lang="${appPassword.language}" dir="${appPassword.direction}"</#macro>

<#macro assets>
  <link rel="stylesheet" href="${url.resourcesPath}/css/app-password.css">
  <script type="module" src="${url.resourcesPath}/js/app-password.js"></script>
</#macro>

<#macro form id guarded=true>
  <form id="${id}" class="${properties.kcFormClass!} app-password-form" action="${url.loginAction}" method="post"<#if guarded> data-app-password-once</#if>>
    <#nested>
  </form>
</#macro>

<#-- One field with its label, help and error. The control in it refers to them by describedBy. -->
<#macro field name label help="">
  <div class="${properties.kcFormGroupClass!}<#if messagesPerField.existsError(name)> ${properties.kcFormGroupErrorClass!}</#if>">
    <div class="${properties.kcFormGroupLabelClass!properties.kcLabelWrapperClass!}">
      <label id="${name}-label" for="${name}" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg(label)}</span></label>
    </div>
    <div class="${properties.kcInputWrapperClass!}">
      <#nested>
      <@notes name=name help=help/>
    </div>
  </div>
</#macro>

<#-- Several choices under one legend. -->
<#macro choices name legend help="">
  <div class="${properties.kcFormGroupClass!}<#if messagesPerField.existsError(name)> ${properties.kcFormGroupErrorClass!}</#if>">
    <div class="${properties.kcInputWrapperClass!}">
      <fieldset class="app-password-choices"<@describedBy name=name help=help invalid=false/>>
        <legend class="${properties.kcLabelClass!} ${properties.kcFormLabelTextClass!}">${msg(legend)}</legend>
        <#nested>
      </fieldset>
      <@notes name=name help=help/>
    </div>
  </div>
</#macro>

<#macro notes name help="">
  <#if help?has_content>
    <div id="${name}-help" class="${properties.kcFormHelperTextClass!properties.kcInputHelperTextAfterClass!}">${help}</div>
  </#if>
  <#if messagesPerField.existsError(name)>
    <div class="${properties.kcFormHelperTextClass!}" aria-live="polite">
      <div class="${properties.kcInputHelperTextClass!}">
        <div id="input-error-${name}" class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
          <span class="${properties.kcInputErrorMessageClass!}"<#if name == "totp"><@pageLanguage/></#if>>${messagesPerField.get(name)}</span>
        </div>
      </div>
    </div>
  </#if>
</#macro>

<#macro describedBy name help="" invalid=true><#local ids = []><#if help?has_content><#local ids = ids + [name + "-help"]></#if><#if messagesPerField.existsError(name)><#local ids = ids + ["input-error-" + name]></#if><#if ids?has_content> aria-describedby="${ids?join(" ")}"</#if><#if invalid && messagesPerField.existsError(name)> aria-invalid="true"</#if></#macro>

<#-- The control of a field: in keycloak.v2 the class is on a span around it, in the older themes on the control. -->
<#macro control name>
  <#if properties.kcFormGroupLabelClass??>
    <span class="${properties.kcInputClass!}<#if messagesPerField.existsError(name)> ${properties.kcError!}</#if>"><#nested ""></span>
  <#else>
    <#nested "class=\"${properties.kcInputClass!}\""?no_esc>
  </#if>
</#macro>

<#macro checkbox id name value checked describedBy="" focus=false>
  <@choice type="checkbox" id=id name=name value=value checked=checked describedBy=describedBy focus=focus><#nested></@choice>
</#macro>

<#macro radio id name value checked describedBy="">
  <@choice type="radio" id=id name=name value=value checked=checked describedBy=describedBy><#nested></@choice>
</#macro>

<#macro choice type id name value checked describedBy focus=false>
  <div class="${properties.kcCheckboxClass!properties.kcInputClassCheckbox!} app-password-check">
    <input class="${properties.kcCheckboxInputClass!properties.kcInputClassCheckboxInput!}" type="${type}" id="${id}" name="${name}" value="${value}"<#if checked> checked</#if><#if focus> autofocus</#if><#if describedBy?has_content> aria-describedby="${describedBy}"</#if>>
    <label class="${properties.kcCheckboxLabelClass!properties.kcInputClassCheckboxLabel!}" for="${id}"><#nested></label>
  </div>
</#macro>

<#macro actions>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcInputWrapperClass!} app-password-actions">
      <#nested>
    </div>
  </div>
</#macro>

<#macro text><p class="app-password-text"><#nested></p></#macro>

<#macro primary id name label value="true">
  <button type="submit" id="${id}" name="${name}" value="${value}" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonLargeClass!}">${msg(label)}</button>
</#macro>

<#-- checked: the browser checks the fields first, as for the primary one. -->
<#macro secondary id name label value="true" checked=false>
  <button type="submit" id="${id}" name="${name}" value="${value}" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonLargeClass!}"<#if !checked> formnovalidate</#if>>${msg(label)}</button>
</#macro>

<#macro cancel label="appPasswordCancel">
  <@secondary id="kc-cancel" name="cancel-aia" label=label/>
</#macro>

<#macro protocolName protocol><#if protocol.known>${msg("appPasswordProtocol." + protocol.id)}<#else><bdi>${protocol.id}</bdi></#if></#macro>

<#macro protocolNames protocols><#list protocols as protocol><@protocolName protocol/><#sep>${msg("appPasswordListSeparator")}</#sep></#list></#macro>

<#-- The time of the page's model: in UTC, or with scripts in the time zone of the browser. -->
<#macro time><time id="kc-app-password-until" class="app-password-time" dir="auto" datetime="${appPassword.until}">${appPassword.untilText}</time></#macro>

<#-- When an app password ends, in sentences. -->
<#macro endsOf ends><#list ends as end>${msg(end.key, end.value)}<#sep> </#list></#macro>

<#-- How soon a revoked one stops working. -->
<#macro revocation key>${msg(key, msg(appPassword.stops.key, appPassword.stops.value))}</#macro>

<#-- What is known of the first sign-in with a new app password. -->
<#macro watched state hidden=false>
  <#local kind = {"accepted": "success", "refused": "warning"}[state]!"info">
  <#local icon = {"accepted": properties.kcFeedbackSuccessIcon!, "refused": properties.kcFeedbackWarningIcon!}[state]!properties.kcFeedbackInfoIcon!>
  <div class="${properties.kcAlertClass!} pf-m-${kind} app-password-watched" data-state="${state}"<#if hidden> hidden</#if>>
    <div class="${properties.kcAlertIconClass!"pf-c-alert__icon"}"><span class="${icon}" aria-hidden="true"></span></div>
    <span class="${properties.kcAlertTitleClass!}"><#nested></span>
  </div>
</#macro>
