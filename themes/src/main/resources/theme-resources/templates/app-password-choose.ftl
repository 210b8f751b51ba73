<#import "app-password-commons.ftl" as ap>
<@ap.page; section>
  <#if section = "header">
    ${msg("appPasswordChooseFactor")}
  <#elseif section = "form">
    <@ap.assets/>
    <@ap.form id="kc-app-password-choose">
      <ul class="app-password-factors" role="list">
        <#list appPassword.factors as factor>
          <li>
            <button type="submit" name="factor" value="${factor}" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!}" aria-describedby="factor-${factor}-help">${msg("appPasswordFactor." + factor)}</button>
            <span id="factor-${factor}-help" class="app-password-detail">${msg("appPasswordFactorAsk." + factor)}</span>
          </li>
        </#list>
      </ul>
      <p id="kc-app-password-not-at-hand" class="app-password-detail">${msg("appPasswordNotAtHand")}</p>
      <@ap.actions>
        <@ap.cancel/>
      </@ap.actions>
    </@ap.form>
  </#if>
</@ap.page>
