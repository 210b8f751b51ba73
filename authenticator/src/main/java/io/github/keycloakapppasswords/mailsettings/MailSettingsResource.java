package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.mailsettings.MailServers.MailServer;
import io.github.keycloakapppasswords.term.Label;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code /realms/{realm}/app-passwords/mail}: the realm's mail servers for programs that set themselves up from an e-mail
 * address.
 *
 * <p><b>Security.</b> Anybody may ask. The answers have no secret, and are the same whether the address has a mailbox or not:
 * no user is looked up. Domains that the policy does not name are 404. A password that a program sends along is neither read
 * nor asked for, and nobody is redirected. Costs no SQL.
 */
public final class MailSettingsResource {

    private static final String ADDRESS = "emailaddress";
    private static final String DOMAIN = "domain";

    /** Long enough for a program that asks twice, short enough for a server that moves. */
    private static final String FOR_AN_HOUR = "public, max-age=3600";

    private final KeycloakSession session;
    private final RealmModel realm;

    /** For the realm of the session's context. */
    public MailSettingsResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * Mozilla's autoconfiguration. The query has either {@code emailaddress}, or {@code domain} where a program sends no
     * address; a web server in front of Keycloak knows the domain then.
     */
    @GET
    @Path("config-v1.1.xml")
    public Response autoconfig() {
        requireHttps();
        String domain = JsonAnswers.valid(this::domain);
        List<MailServer> servers = servers(domain, parameter(DOMAIN) == null ? ADDRESS : DOMAIN);
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, FOR_AN_HOUR);
        return xml(Autoconfig.document(domain, name(domain), servers));
    }

    /**
     * Outlook's Autodiscover.
     *
     * @param body XML. Bytes, not a stream: for a stream Keycloak reads a form that does not belong here, and answers 500 if it is
     *     malformed
     */
    @POST
    @Path("autodiscover.xml")
    public Response autodiscover(byte @Nullable [] body) {
        requireHttps();
        MailAddress address = JsonAnswers.valid(() -> {
            requireXml();
            return AutodiscoverRequest.address(body == null ? new byte[0] : body);
        });
        return xml(Autodiscover.answer(address, servers(address.domain(), AutodiscoverRequest.ADDRESS)));
    }

    private String domain() {
        String address = parameter(ADDRESS);
        String domain = parameter(DOMAIN);
        if (address != null && domain != null) {
            throw new InvalidRequestException(DOMAIN, "Either domain or emailaddress must be sent, not both.");
        }
        return domain == null ? MailAddress.of(ADDRESS, address).domain() : MailAddress.domain(DOMAIN, domain);
    }

    private @Nullable String parameter(String name) {
        List<String> sent = session.getContext().getUri().getQueryParameters().get(name);
        if (sent == null || sent.isEmpty()) {
            return null;
        }
        if (sent.size() > 1) {
            throw new InvalidRequestException(name, name + " occurs twice.");
        }
        return sent.get(0);
    }

    private List<MailServer> servers(String domain, String field) {
        List<MailServer> servers = new MailServers(realm).of(domain);
        if (servers.isEmpty()) {
            throw JsonAnswers.problem(
                    Status.NOT_FOUND,
                    "mail_domain_not_served",
                    field,
                    "This realm has no settings of mail programs for this domain.");
        }
        return servers;
    }

    /** The realm's name for people, or the domain. */
    private String name(String domain) {
        String name = Label.harmless(realm.getDisplayName()).strip();
        return name.isEmpty() ? domain : name;
    }

    private void requireXml() {
        MediaType type = session.getContext().getHttpRequest().getHttpHeaders().getMediaType();
        boolean xml = type != null
                && (MediaType.TEXT_XML_TYPE.isCompatible(type) || MediaType.APPLICATION_XML_TYPE.isCompatible(type));
        if (!xml) {
            throw new InvalidRequestException(
                    Status.UNSUPPORTED_MEDIA_TYPE, null, "The content type must be text/xml or application/xml.");
        }
    }

    private void requireHttps() {
        boolean https =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw JsonAnswers.problem(
                    Status.FORBIDDEN, "https_required", null, "This realm answers by HTTPS only: see Require SSL.");
        }
    }

    private static Response xml(String document) {
        return Response.ok(document)
                .type(MediaType.TEXT_XML_TYPE.withCharset("utf-8"))
                .build();
    }
}
