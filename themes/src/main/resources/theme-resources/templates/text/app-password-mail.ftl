<#ftl output_format="plainText">
${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".intro", ".introAll"), mail.realm)}

<#list mail.items as item>
* ${item.label}
<#if item.detail?has_content>
  ${msg("appPasswordMail." + mail.kind + ".detail")} ${item.detail}
</#if>
<#if item.notMe?has_content>
  ${msg("appPasswordMailNotMe")}
  ${item.notMe}
</#if>

</#list>
<#if mail.more gt 0>
${msg("appPasswordMailMore", mail.more)}

</#if>
${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".advice", ".adviceAll"))}

<#if mail.notMe?has_content>
${msg("appPasswordMailNotMe")}
${mail.notMe}

</#if>
<#if mail.account?has_content>
${msg("appPasswordMailAccount")}
${mail.account}
<#else>
${msg("appPasswordMailNoLink")}
</#if>
