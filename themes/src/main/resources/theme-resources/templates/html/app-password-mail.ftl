<#import "template.ftl" as layout>
<@layout.emailLayout>
<#-- a theme's layout may not know languages that are written from right to left -->
<div lang="${locale.language}" dir="${ltr?then("ltr", "rtl")}">
<p>${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".intro", ".introAll"), mail.realm)}</p>
<#if mail.items?has_content>
<ul>
<#list mail.items as item>
<li><strong><bdi>${item.label}</bdi></strong><#if item.detail?has_content><br>${msg("appPasswordMail." + mail.kind + ".detail")} <bdi dir="ltr">${item.detail}</bdi></#if><#if item.notMe?has_content><br><a href="${item.notMe}">${msg("appPasswordMailNotMe")}</a></#if></li>
</#list>
<#if mail.more gt 0>
<li>${msg("appPasswordMailMore", mail.more)}</li>
</#if>
</ul>
</#if>
<p>${msg("appPasswordMail." + mail.kind + (mail.items?has_content)?then(".advice", ".adviceAll"))}</p>
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
