<#import "app-password-commons.ftl" as ap>
<#assign values = appPassword.values>
<#-- The first field that has to be mended, else the first. -->
<#assign focus = "label">
<#list ["networks", "expiry", "protocols", "label"] as name><#if messagesPerField.existsError(name)><#assign focus = name></#if></#list>
<#macro autofocus name><#if name == focus> autofocus</#if></#macro>
<#-- Where mail is offered, the form suggests names: the programs for which the next page has steps. -->
<#assign mail = false>
<#list appPassword.presets as preset><#if preset.id == "mail"><#assign mail = true></#if></#list>
<@ap.page displayMessage=!messagesPerField.existsError("label", "protocols", "expiry", "networks"); section>
  <#if section = "header">
    ${msg("appPasswordFormTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg("appPasswordFormIntro")}</@ap.text>
    <#if !appPassword.connected><p id="kc-app-password-not-connected" class="app-password-text">${msg("appPasswordNotConnected")}</p></#if>
    <@ap.form id="kc-app-password-form">
      <@ap.field name="label" label="appPasswordLabel" help=msg("appPasswordLabelHelp")>
        <@ap.control name="label"; class>
          <input type="text" id="label" name="label" value="${values.label!}" ${class} dir="auto" autocomplete="off" required<#if mail> list="label-suggestions"</#if><@autofocus name="label"/><@ap.describedBy name="label" help="help"/>>
        </@ap.control>
        <#if mail>
          <datalist id="label-suggestions">
            <#list ["thunderbird", "outlook", "apple", "android", "printer"] as program>
              <option value="${msg("appPasswordGuide." + program)}"></option>
            </#list>
          </datalist>
        </#if>
      </@ap.field>

      <@ap.choices name="protocols" legend="appPasswordProtocols">
        <#list appPassword.presets as preset>
          <@ap.checkbox id="preset-${preset.id}" name="presets" value=preset.id checked=(values.chosenPresets![])?seq_contains(preset.id) describedBy="preset-${preset.id}-protocols" focus=(preset?is_first && focus == "protocols")>
            ${msg("appPasswordPreset." + preset.id)}
            <span id="preset-${preset.id}-protocols" class="app-password-detail"><@ap.protocolNames preset.protocols/></span>
          </@ap.checkbox>
        </#list>
        <details class="app-password-single"<#if (values.chosen![])?has_content || !appPassword.presets?has_content> open</#if>>
          <summary>${msg("appPasswordProtocolsSingle")}</summary>
          <#list appPassword.protocols as protocol>
            <@ap.checkbox id="protocol-${protocol.id}" name="protocols" value=protocol.id checked=(values.chosen![])?seq_contains(protocol.id)>
              <@ap.protocolName protocol/>
            </@ap.checkbox>
          </#list>
        </details>
      </@ap.choices>

      <#assign expiryHelp><#if appPassword.latest?has_content>${msg("appPasswordExpiryHelpLatest", appPassword.latestDay)}<#else>${msg("appPasswordExpiryHelp")}</#if> <@ap.endsOf appPassword.ends/></#assign>
      <@ap.field name="expiry" label="appPasswordExpiry" help=expiryHelp>
        <@ap.control name="expiry"; class>
          <input type="date" id="expiry" name="expiry" value="${values.expiry!}" ${class} min="${appPassword.earliest}"<#if appPassword.latest?has_content> max="${appPassword.latest}" required</#if><@autofocus name="expiry"/><@ap.describedBy name="expiry" help=expiryHelp/>>
        </@ap.control>
        <div id="expiry-days" class="app-password-days" role="group" aria-labelledby="expiry-label" hidden data-for="expiry" data-days="7 30 90 365" data-class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} app-password-small"></div>
      </@ap.field>

      <#if appPassword.networks>
        <@ap.field name="networks" label="appPasswordNetworks" help=msg("appPasswordNetworksHelp")>
          <@ap.control name="networks"; class>
            <textarea id="networks" name="networks" rows="2" ${class} dir="ltr" spellcheck="false" autocomplete="off"<@autofocus name="networks"/><@ap.describedBy name="networks" help="help"/>>${values.networks!}</textarea>
          </@ap.control>
        </@ap.field>
      </#if>

      <@ap.actions>
        <@ap.primary id="kc-app-password-create" name="create" label="appPasswordCreate"/>
        <#if appPassword.profile><@ap.secondary id="kc-app-password-profile" name="profile" label="appPasswordProfileChoose" checked=true/></#if>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
