<#import "template.ftl" as layout>
<#-- no address for links: the text says what to do instead -->
<#assign advice = mail.items?has_content?then(".advice", ".adviceAll") + (mail.deniable && !mail.account?has_content)?then("NoLink", "")>
<@layout.emailLayout>
<#-- our own texts may lack the language of the mail, and a theme's layout may not know languages that are written from right to left -->
<div lang="${mail.language}" dir="${mail.direction}">
<p>${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".intro", ".introAll"), mail.realm)}</p>
<#if mail.items?has_content>
<ul>
<#list mail.items as item>
<li><strong><bdi>${item.label}</bdi></strong>
<br>${msg("appPasswordMailCreated")} <bdi>${item.created}</bdi>
<#if item.maker?has_content><br>${msg("appPasswordMailMaker")} <#list item.maker as part><bdi>${part}</bdi><#sep>${msg("appPasswordListSeparator")}</#sep></#list></#if>
<#if item.protocols?has_content><br>${msg("appPasswordMailServices")} <#list item.protocols as protocol><#if protocol.known>${msg("appPasswordProtocol." + protocol.id)}<#else><bdi>${protocol.id}</bdi></#if><#sep>${msg("appPasswordListSeparator")}</#sep></#list></#if>
<#if item.network?has_content><br>${msg("appPasswordMail." + mail.kind + ".detail")} <bdi dir="ltr">${item.network}</bdi></#if>
<#if item.ends?has_content><br><#list item.ends as end>${msg(end.key, end.value)}<#sep> </#list></#if>
<#if item.notMe?has_content><br><a href="${item.notMe}">${msg("appPasswordMailNotMe")}</a></#if></li>
</#list>
<#if mail.more gt 0>
<li>${msg("appPasswordMailMore", mail.more)}</li>
</#if>
</ul>
</#if>
<p>${msg("appPasswordMail." + mail.kind + advice, msg(mail.stops.key, mail.stops.value))}</p>
<#if mail.notMe?has_content>
<p><a href="${mail.notMe}">${msg("appPasswordMailNotMe")}</a></p>
</#if>
<#if mail.account?has_content>
<p><a href="${mail.account}">${msg("appPasswordMailAccount")}</a></p>
<#else>
<p>${msg("appPasswordMailNoLink")}</p>
</#if>
</div>
</@layout.emailLayout>
