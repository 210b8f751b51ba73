package io.github.keycloakapppasswords.rest;

import io.github.keycloakapppasswords.account.AccountResource;
import io.github.keycloakapppasswords.account.FirstSignInResource;
import io.github.keycloakapppasswords.dialect.BasicDialect;
import io.github.keycloakapppasswords.dialect.GatewayRequestHandler;
import io.github.keycloakapppasswords.dialect.NginxMailDialect;
import io.github.keycloakapppasswords.dialect.ReadinessAnswer;
import io.github.keycloakapppasswords.dialect.Request;
import io.github.keycloakapppasswords.dialect.ValidateDialect;
import io.github.keycloakapppasswords.feed.ChangesAnswer;
import io.github.keycloakapppasswords.feed.FeedReader;
import io.github.keycloakapppasswords.mailsettings.MailSettingsResource;
import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.notice.NotMeResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /realms/{realm}/app-passwords/} for the dialects, the feed of changes, owners, mail programs and load balancers. */
public final class AppPasswordsResource {

    private final GatewayRequestHandler handler;
    private final FeedReader feed;
    private final AccountResource account;
    private final FirstSignInResource firstSignIn;
    private final NotMeResource notMe;
    private final MailSettingsResource mail;
    private final Supplier<NodeStatus> node;

    /** @param node is asked for load balancers only */
    AppPasswordsResource(
            GatewayRequestHandler handler,
            FeedReader feed,
            AccountResource account,
            FirstSignInResource firstSignIn,
            NotMeResource notMe,
            MailSettingsResource mail,
            Supplier<NodeStatus> node) {
        this.handler = handler;
        this.feed = feed;
        this.account = account;
        this.firstSignIn = firstSignIn;
        this.notMe = notMe;
        this.mail = mail;
        this.node = node;
    }

    /**
     * The answer to a request whose content type cannot be read, whatever the method: a gateway is authenticated first, as
     * always.
     *
     * @param path the segment of the path below {@code app-passwords}
     * @return empty if the path is not for gateways
     */
    Optional<Response> unreadable(String path) {
        Request request = handler.request(null);
        return switch (path) {
            case "validate" -> Optional.of(handler.unreadable(new ValidateDialect(request)));
            case "nginx-mail" -> Optional.of(handler.unreadable(new NginxMailDialect(request)));
            case "basic" -> Optional.of(handler.unreadable(new BasicDialect(request)));
            case "changes" -> Optional.of(handler.unreadable(request.gatewayCredential()));
            default -> Optional.empty();
        };
    }

    /** Whether this node can answer gateways, for load balancers. Anybody may ask. */
    @GET
    @Path("ready")
    public Response ready() {
        return ReadinessAnswer.of(node.get());
    }

    /** An owner's own, for the account console. */
    @Path("account")
    public AccountResource account() {
        return account;
    }

    /** What the page of a new app password asks while it is open. */
    @Path("first-sign-in")
    public FirstSignInResource firstSignIn() {
        return firstSignIn;
    }

    /** The link in a mail by which an owner revokes an app password that they did not make or use. */
    @Path("not-me")
    public NotMeResource notMe() {
        return notMe;
    }

    /** The realm's mail servers, for mail programs that set themselves up. Anybody may ask. */
    @Path("mail")
    public MailSettingsResource mail() {
        return mail;
    }

    /**
     * Whether a name and an app password are good, for gateways with an HTTP client.
     *
     * @param body JSON or a form with username, password, protocol and client_ip. Bytes, since a stream would be read by
     *     Keycloak's own form parser before it came here.
     */
    @POST
    @Path("validate")
    public CompletionStage<Response> validate(byte @Nullable [] body) {
        return handler.answer(new ValidateDialect(handler.request(body)));
    }

    /** The same for nginx's mail proxy, in headers. */
    @GET
    @Path("nginx-mail")
    public CompletionStage<Response> nginxMail() {
        return handler.answer(new NginxMailDialect(handler.request(null)));
    }

    /**
     * The same for web servers, of a user's own {@code Authorization} header.
     *
     * @param body must be empty
     */
    @POST
    @Path("basic")
    public CompletionStage<Response> basic(byte @Nullable [] body) {
        return handler.answer(new BasicDialect(handler.request(body)));
    }

    /**
     * The same for web servers that ask by GET or HEAD, such as Caddy and Traefik. They copy headers of their client's
     * request, which may describe a body that stays with them. So no body is read, and no header counts but those of {@link
     * BasicDialect}.
     */
    @GET
    @Path("basic")
    public CompletionStage<Response> basic() {
        return handler.answer(new BasicDialect(handler.request(null)));
    }

    /**
     * Changes of app passwords and their owners since the gateway's last request, so that the gateway forgets what it
     * remembers and ends open sessions.
     *
     * @param after the cursor of its last answer; left out at the first time, and the answer is a reset then
     */
    @GET
    @Path("changes")
    public Response changes(@QueryParam("after") @Nullable String after) {
        return handler.changes(
                handler.request(null).gatewayCredential(),
                requester -> ChangesAnswer.of(requester, feed.read(requester, after)));
    }
}
