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

    <#if appPassword.watch??>
      <@watch appPassword.watch/>
    </#if>

    <h2 class="app-password-heading">${msg("appPasswordSettings")}</h2>
    <div class="app-password-settings">
      <dl>
        <#list appPassword.users as user>
          <#assign userId = "kc-app-password-user" + (user?counter == 1)?then("", "-" + user?counter)>
          <@copyable id=userId label="appPasswordSettingsUser" value=user.name protocols=(appPassword.users?size == 1)?then([], user.protocols)/>
        </#list>
        <div>
          <dt>${msg("appPasswordSettingsPassword")}</dt>
          <dd>${msg("appPasswordSettingsPasswordValue")}</dd>
        </div>
        <div>
          <dt>${msg("appPasswordSettingsProtocols")}</dt>
          <dd><@ap.protocolNames appPassword.protocols/></dd>
        </div>
        <#if appPassword.networks?has_content>
          <div>
            <dt>${msg("appPasswordNetworks")}</dt>
            <dd id="kc-app-password-networks"><#list appPassword.networks as network><bdi dir="ltr">${network}</bdi><#sep>${msg("appPasswordListSeparator")}</#list></dd>
          </div>
        </#if>
        <div>
          <dt>${msg("appPasswordSettingsEnds")}</dt>
          <dd id="kc-app-password-ends"><@ap.endsOf appPassword.ends/></dd>
        </div>
      </dl>
      <#list appPassword.servers as server>
        <h3 id="kc-app-password-server-${server?counter}" class="app-password-server"><@ap.protocolName server.protocol/></h3>
        <dl>
          <#if server.address??>
            <@copyable id="kc-app-password-address-${server?counter}" label="appPasswordSettingsAddress" value=server.address of="kc-app-password-server-${server?counter}"/>
          <#else>
            <@copyable id="kc-app-password-host-${server?counter}" label="appPasswordSettingsServer" value=server.host of="kc-app-password-server-${server?counter}"/>
            <@copyable id="kc-app-password-port-${server?counter}" label="appPasswordSettingsPort" value=server.port of="kc-app-password-server-${server?counter}"/>
            <@copyable id="kc-app-password-security-${server?counter}" label="appPasswordSettingsSecurity" value=msg("appPasswordSecurity." + server.security) of="kc-app-password-server-${server?counter}"/>
          </#if>
        </dl>
      </#list>
      <p id="kc-app-password-value-status" class="app-password-status" role="status" aria-live="polite"></p>
    </div>

    <#if appPassword.code.path??>
      <details class="app-password-single">
        <summary>${msg("appPasswordCode")}</summary>
        <@ap.text>${msg("appPasswordCodeHelp")}</@ap.text>
        <svg id="kc-app-password-code" role="img" aria-label="${msg("appPasswordCode")}" width="320" height="320" viewBox="0 0 ${appPassword.code.size} ${appPassword.code.size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${appPassword.code.path}" fill="#000"/></svg>
      </details>
    </#if>

    <#if appPassword.guides?has_content>
      <h2 class="app-password-heading">${msg("appPasswordGuides")}</h2>
      <div class="app-password-guides">
        <#list appPassword.guides as guide>
          <details id="kc-app-password-guide-${guide.id}">
            <summary>${msg("appPasswordGuide." + guide.id)}</summary>
            <ol>
              <#list guide.steps as step>
                <li>${msg(step)}</li>
              </#list>
            </ol>
          </details>
        </#list>
      </div>
    </#if>

    <@ap.form id="kc-app-password-done">
      <@ap.actions>
        <@ap.primary id="kc-app-password-finish" name="finish" label="appPasswordFinish"/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>

<#-- One value of the settings, with a button that copies it. -->
<#macro copyable id label value of="" protocols=[]>
  <div>
    <dt id="${id}-label">${msg(label)}<#if protocols?has_content> (<@ap.protocolNames protocols/>)</#if></dt>
    <dd class="app-password-value">
      <bdi id="${id}" dir="${(id?contains("-security-"))?then("auto", "ltr")}" translate="no">${value}</bdi>
      <button type="button" id="${id}-copy" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} app-password-small" hidden aria-labelledby="${id}-copy ${id}-label<#if of?has_content> ${of}</#if>" data-copies="${id}" data-status="kc-app-password-value-status" data-copied="${msg("appPasswordCopiedValue")}" data-failed="${msg("appPasswordCopyFailedValue")}">${msg("appPasswordCopy")}</button>
    </dd>
  </div>
</#macro>

<#-- What a script fills in: the placeholders of the sentences stay. Without scripts, a button asks in a new tab: this page cannot be shown
     again. -->
<#macro watch page>
  <noscript>
    <form id="kc-app-password-look" class="${properties.kcFormClass!} app-password-form" action="${page.url}" method="post" target="_blank" rel="noopener">
      <p class="app-password-text">${msg("appPasswordWaitingWithoutScript")}</p>
      <button type="submit" name="ticket" value="${page.ticket}" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!}">${msg("appPasswordLook")}</button>
    </form>
  </noscript>
  <div id="kc-app-password-watch" class="app-password-watch" role="status" aria-live="polite" data-url="${page.url}" data-ticket="${page.ticket}"
       data-seen="${msg("appPasswordSeen", "[[protocol]]", "[[when]]")}"
       data-seen-from="${msg("appPasswordSeenFrom", "[[protocol]]", "[[when]]", "[[address]]")}"
       data-refused="${msg("appPasswordRefused", "[[protocol]]", "[[when]]")}"
       data-refused-from="${msg("appPasswordRefusedFrom", "[[protocol]]", "[[when]]", "[[address]]")}"
       data-moment="${msg("appPasswordMomentAgo")}">
    <@ap.watched state="waiting" hidden=true>${msg("appPasswordWaiting")}</@ap.watched>
    <@ap.watched state="accepted" hidden=true><span data-sentence></span></@ap.watched>
    <@ap.watched state="refused" hidden=true>
      <span data-sentence></span>
      <#list ["not_an_app_password", "mistyped", "other_app_password", "ended", "other_name", "protocol", "network", "ask_admin"] as outcome>
        <span data-outcome="${outcome}" hidden>${msg("appPasswordRefusedAdvice." + outcome)}</span>
      </#list>
    </@ap.watched>
    <@ap.watched state="over" hidden=true>${msg("appPasswordWatchOver")}</@ap.watched>
    <span hidden>
      <#list page.protocols as protocol>
        <span data-protocol="${protocol.id}"><@ap.protocolName protocol/></span>
      </#list>
    </span>
  </div>
</#macro>
