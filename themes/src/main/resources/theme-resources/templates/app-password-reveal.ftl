<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordRevealTitle")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.text>${msg("appPasswordRevealIntro")}</@ap.text>
    <div class="app-password-secret">
      <div>
        <span id="kc-app-password-label" class="app-password-detail"><bdi>${appPassword.label}</bdi></span>
        <code id="kc-app-password-secret" dir="ltr" translate="no" aria-describedby="kc-app-password-label kc-app-password-once"><#list appPassword.secret?split("-") as group><span>${group}</span><#sep>-</#sep></#list></code>
      </div>
      <button type="button" id="kc-app-password-copy" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}" hidden data-copies="kc-app-password-secret" data-copied="${msg("appPasswordCopied")}" data-failed="${msg("appPasswordCopyFailed")}">${msg("appPasswordCopy")}</button>
    </div>
    <div class="app-password-secret app-password-plain">
      <div>
        <span id="kc-app-password-plain-label" class="app-password-detail">${msg("appPasswordPlain")}</span>
        <code id="kc-app-password-plain" dir="ltr" translate="no" aria-describedby="kc-app-password-plain-label">${appPassword.secret?replace("-", "")}</code>
      </div>
      <button type="button" id="kc-app-password-copy-plain" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}" hidden data-copies="kc-app-password-plain" data-copied="${msg("appPasswordCopied")}" data-failed="${msg("appPasswordCopyFailed")}">${msg("appPasswordCopyPlain")}</button>
    </div>
    <p id="kc-app-password-copy-status" class="app-password-status" role="status" aria-live="polite"></p>

    <div id="kc-app-password-once" class="${properties.kcAlertClass!} pf-m-warning app-password-once">
      <div class="${properties.kcAlertIconClass!"pf-c-alert__icon"}"><span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span></div>
      <span class="${properties.kcAlertTitleClass!}">${msg("appPasswordRevealOnce")}</span>
    </div>

    <h2 class="app-password-heading">${msg("appPasswordSettings")}</h2>
    <dl class="app-password-settings">
      <div>
        <dt>${msg("appPasswordSettingsUser")}</dt>
        <dd><bdi dir="ltr">${appPassword.user}</bdi></dd>
      </div>
      <div>
        <dt>${msg("appPasswordSettingsPassword")}</dt>
        <dd>${msg("appPasswordSettingsPasswordValue")}</dd>
      </div>
      <div>
        <dt>${msg("appPasswordSettingsProtocols")}</dt>
        <dd><@ap.protocolNames appPassword.protocols/></dd>
      </div>
      <div>
        <dt>${msg("appPasswordSettingsEnds")}</dt>
        <dd id="kc-app-password-ends"><@ap.endsOf appPassword.ends/></dd>
      </div>
      <#list appPassword.servers as server>
        <div>
          <dt><@ap.protocolName server.protocol/></dt>
          <dd><bdi dir="ltr">${server.address}</bdi><#if server.security?has_content> (${msg("appPasswordSecurity." + server.security)})</#if></dd>
        </div>
      </#list>
    </dl>
    <#if appPassword.code.path??>
      <details class="app-password-single">
        <summary>${msg("appPasswordCode")}</summary>
        <@ap.text>${msg("appPasswordCodeHelp")}</@ap.text>
        <svg id="kc-app-password-code" role="img" aria-label="${msg("appPasswordCode")}" width="320" height="320" viewBox="0 0 ${appPassword.code.size} ${appPassword.code.size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${appPassword.code.path}" fill="#000"/></svg>
      </details>
    </#if>
    <@ap.form id="kc-app-password-done">
      <@ap.actions>
        <@ap.primary id="kc-app-password-finish" name="finish" label="appPasswordFinish"/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
