<#ftl output_format="plainText">
<#-- no address for links: the text says what to do instead -->
<#assign advice = mail.items?has_content?then(".advice", ".adviceAll") + (mail.deniable && !mail.account?has_content)?then("NoLink", "")>
${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".intro", ".introAll"), mail.realm)}

<#list mail.items as item>
* ${item.label}
  ${msg("appPasswordMailCreated")} ${item.created}
<#if item.maker?has_content>
  ${msg("appPasswordMailMaker")} ${item.maker?join(msg("appPasswordListSeparator"))}
</#if>
<#if item.protocols?has_content>
  ${msg("appPasswordMailServices")} <#list item.protocols as protocol>${protocol.known?then(msg("appPasswordProtocol." + protocol.id), protocol.id)}<#sep>${msg("appPasswordListSeparator")}</#sep></#list>
</#if>
<#if item.network?has_content>
  ${msg("appPasswordMail." + mail.kind + ".detail")} ${item.network}
</#if>
<#if item.ends?has_content>
  <#list item.ends as end>${msg(end.key, end.value)}<#sep> </#list>
</#if>
<#if item.notMe?has_content>
  ${msg("appPasswordMailNotMe")}
  ${item.notMe}
</#if>

</#list>
<#if mail.more gt 0>
${msg("appPasswordMailMore", mail.more)}

</#if>
${msg("appPasswordMail." + mail.kind + advice, msg(mail.stops.key, mail.stops.value))}

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
