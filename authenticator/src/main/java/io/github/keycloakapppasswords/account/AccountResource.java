package io.github.keycloakapppasswords.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.account.CallerRules.Access;
import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.inventory.Inventory;
import io.github.keycloakapppasswords.inventory.InventoryJson;
import io.github.keycloakapppasswords.inventory.Revocation;
import io.github.keycloakapppasswords.inventory.Revocation.Revoked;
import io.github.keycloakapppasswords.proof.LastRefusal;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordUse;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * {@code /realms/{realm}/app-passwords/account}: the app passwords of the user who is signed in to the account console. The
 * required action makes app passwords, behind the second factor, not this resource.
 *
 * <p><b>Security.</b> See {@link AccountTokenAuthenticator}. No method takes a user: the user is always the token's. Revoking
 * needs no fresh proof: an owner who fears a theft must be quick, and a thief of the session gains nothing by it.
 */
public final class AccountResource {

    private static final String EXCEPT = "except";

    /** A device that was silent for longer most likely uses another password, or is no longer in use. */
    private static final Duration STILL_SENT_WITHIN = Duration.ofDays(7);

    private final KeycloakSession session;
    private final Clock clock;
    private final AccountTokenAuthenticator authenticator;

    /**
     * For the realm of the session's context.
     *
     * @param bulkhead limits the calls that query the database at the same time
     */
    public AccountResource(KeycloakSession session, Clock clock, Supplier<DatabaseBulkhead> bulkhead) {
        this.session = session;
        this.clock = clock;
        this.authenticator = new AccountTokenAuthenticator(session, bulkhead);
    }

    /** For browsers that ask first whether a page may call. */
    @OPTIONS
    public Response preflight() {
        authenticator.preflight();
        return JsonAnswers.nothing();
    }

    /** The same, for one app password. */
    @OPTIONS
    @Path("{credentialId}")
    public Response preflightOfOne() {
        return preflight();
    }

    /**
     * The owner's app passwords, the ended ones that a device sent within the last 7 days, and the policy for the owner's page. Needs
     * manage-account or view-profile.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list() {
        Owner owner = authenticator.authenticate(Access.READ);
        Inventory inventory = Inventory.of(session, owner.realm(), owner.user(), clock);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mayChange", owner.mayChange());
        json.put("makeAction", PolicyJson.makeAction(owner.realm()));
        json.put("obstacle", Obstacle.of(session, owner));
        json.set(
                "refusal",
                LastRefusal.of(owner.userSession(), clock.instant())
                        .map(AccountResource::json)
                        .orElse(null));
        json.put(
                "longestCacheSeconds",
                ConnectedGatewaysProvider.of(session)
                        .longestCache(owner.realm())
                        .toSeconds());
        json.put(
                "yourAddress",
                OwnAddress.of(session.getContext().getConnection().getRemoteAddr()));
        json.set("policy", PolicyJson.of(session, owner.realm()));
        json.set("appPasswords", InventoryJson.live(inventory.live(), false));
        json.set(
                "stillSent",
                InventoryJson.ended(
                        inventory.ended().stream().filter(this::isStillSent).toList()));
        return JsonAnswers.ok(json);
    }

    private static ObjectNode json(LastRefusal refusal) {
        Instant until = refusal.until();
        return JsonNodeFactory.instance
                .objectNode()
                .put("reason", refusal.reason())
                .put("until", until == null ? null : until.toString());
    }

    private boolean isStillSent(AppPasswordHistory ended) {
        AppPasswordUse tried = ended.lastTried();
        return tried != null && tried.at().isAfter(clock.instant().minus(STILL_SENT_WITHIN));
    }

    /**
     * Renames one; 404 if the owner has no app password of that id. Needs manage-account.
     *
     * @param body the new label
     */
    @PUT
    @Path("{credentialId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response rename(@PathParam("credentialId") String credentialId, byte @Nullable [] body) {
        Owner owner = authenticator.authenticate(Access.CHANGE);
        return new Renaming(session, owner).rename(credentialId, body);
    }

    /** Revokes one; 404 if the owner has no app password of that id. Needs manage-account. */
    @DELETE
    @Path("{credentialId}")
    public Response revoke(@PathParam("credentialId") String credentialId) {
        Owner owner = authenticator.authenticate(Access.CHANGE);
        Revoked revoked = revocation(owner).one(credentialId).orElseThrow(JsonAnswers::noSuchAppPassword);
        new OwnerEvents(session, owner).revoked(revoked);
        return JsonAnswers.nothing();
    }

    /**
     * Revokes all, or all but the one of the query parameter {@code except}; 404, and nothing is revoked, if the owner has no
     * app password of that id. Needs manage-account.
     */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response revokeAll() {
        Owner owner = authenticator.authenticate(Access.CHANGE);
        Optional<String> except = except();
        Revocation revocation = revocation(owner);
        if (except.isPresent() && !revocation.has(except.get())) {
            throw JsonAnswers.noSuchAppPassword();
        }
        List<Revoked> revoked = revocation.all(id -> !id.equals(except.orElse(null)));
        revoked.forEach(new OwnerEvents(session, owner)::revoked);
        return JsonAnswers.ok(JsonNodeFactory.instance.objectNode().put("revoked", revoked.size()));
    }

    /** Read by hand: JAX-RS takes an empty one, or one whose name is misspelt, for none, and all would go. */
    private Optional<String> except() {
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        if (query.isEmpty()) {
            return Optional.empty();
        }
        List<String> values = query.get(EXCEPT);
        if (query.size() > 1 || values == null || values.size() != 1) {
            throw JsonAnswers.problem(
                    Status.BAD_REQUEST,
                    "invalid_request",
                    EXCEPT,
                    "The only query parameter is except, once: the id of the app password that stays.");
        }
        return Optional.of(values.get(0));
    }

    private Revocation revocation(Owner owner) {
        return new Revocation(session, owner.realm(), owner.user(), clock);
    }
}
