<#import "app-password-commons.ftl" as ap>
<#-- For browsers without scripts; the page of the app password opens it. It has no secret. -->
<@ap.page displayMessage=false; section>
  <#if section = "header">
    ${msg("appPasswordFirstSignIn")}
  <#elseif section = "form">
    <@ap.assets/>
    <div id="kc-app-password-first-sign-in" class="app-password-watch">
      <@ap.watched state=appPassword.state>
        <#if appPassword.state == "waiting">
          ${msg("appPasswordNotSeenYet")}
        <#elseif appPassword.state == "over">
          ${msg("appPasswordWatchOver")}
        <#else>
          <@sentence key=(appPassword.state == "accepted")?then("appPasswordSeen", "appPasswordRefused")/>
          <#if appPassword.state == "refused"><span data-outcome="${appPassword.outcome}">${msg("appPasswordRefusedAdvice." + appPassword.outcome)}</span></#if>
        </#if>
      </@ap.watched>
    </div>
    <#if appPassword.state == "waiting" || appPassword.state == "refused">
      <#-- relative, so that no header of the request has a say in where it leads -->
      <form id="kc-app-password-look" class="${properties.kcFormClass!} app-password-form" action="first-sign-in" method="post">
        <input type="hidden" name="ticket" value="${appPassword.ticket}">
        <@ap.actions>
          <@ap.primary id="kc-app-password-look-again" name="again" label="appPasswordLookAgain"/>
        </@ap.actions>
      </form>
    </#if>
  </#if>
</@ap.page>

<#-- Each value is isolated from the direction of the text around it. -->
<#function isolated text>
  <#return "\x2068" + text + "\x2069">
</#function>

<#macro sentence key>
  <#local protocol = isolated(appPassword.protocol.known?then(msg("appPasswordProtocol." + appPassword.protocol.id), appPassword.protocol.id))>
  <#local when = appPassword.when?has_content?then(isolated(appPassword.when), msg("appPasswordMomentAgo"))>
  <span><#if appPassword.address?has_content>${msg(key + "From", protocol, when, isolated(appPassword.address))}<#else>${msg(key, protocol, when)}</#if></span>
</#macro>
