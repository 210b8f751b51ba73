package io.github.keycloakapppasswords.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.refusal.NotMoved;
import io.github.keycloakapppasswords.refusal.NotMovedUsers;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.term.WholeNumber;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/app-passwords/not-moved}: users whose devices still send something else than an app password, by
 * user and protocol. Needs view-users.
 */
public final class NotMovedResource {

    private static final Logger LOG = Logger.getLogger(NotMovedResource.class);

    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 3_650;
    private static final int DEFAULT_MAXIMUM = 100;
    private static final int HIGHEST_MAXIMUM = 1_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final Clock clock;

    public NotMovedResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.clock = clock;
    }

    /**
     * The list, newest first.
     *
     * @param protocol only at this protocol; all if it is left out
     * @param days only what was sent in the last so many days, 1 to 3650; 30 if it is left out
     * @param first how many to leave out; 0 if it is left out
     * @param max how many at most, 1 to 1000; 100 if it is left out. A page is shorter where the admin may not see users on
     *     it
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(
            @QueryParam("protocol") @Nullable String protocol,
            @QueryParam("days") @Nullable String days,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        auth.users().requireView();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        JsonAnswers.valid(() -> query(protocol, days, first, max)).forEach(notMoved -> addIfViewable(list, notMoved));
        return JsonAnswers.ok(list);
    }

    private List<NotMoved> query(
            @Nullable String protocol, @Nullable String days, @Nullable String first, @Nullable String max) {
        return new NotMovedUsers(session)
                .of(
                        realm.getId(),
                        protocol == null ? null : protocol(protocol),
                        clock.instant().minus(Duration.ofDays(number("days", days, DEFAULT_DAYS, 1, MOST_DAYS))),
                        number("first", first, 0, 0, Integer.MAX_VALUE),
                        number("max", max, DEFAULT_MAXIMUM, 1, HIGHEST_MAXIMUM));
    }

    /** Omits users whom fine-grained permissions hide from this admin, and users whose storage is unavailable. */
    private void addIfViewable(ArrayNode list, NotMoved notMoved) {
        UserModel user = user(notMoved.userId());
        if (user == null || !auth.users().canView(user)) {
            return;
        }
        list.addObject()
                .put("userId", notMoved.userId())
                .put("username", user.getUsername())
                .put("protocol", notMoved.protocol().id())
                .put("gateway", notMoved.gateway())
                .put("lastSentAt", notMoved.lastAt().toString());
    }

    private @Nullable UserModel user(String id) {
        try {
            return new ImportedUsers(session, realm).byId(id);
        } catch (RuntimeException e) {
            // an unavailable storage may throw any exception; the other users must still be listed
            LOG.debugf(e, "The user %s could not be looked up", id);
            return null;
        }
    }

    private static Protocol protocol(String id) {
        try {
            return Protocol.of(id);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("protocol", "protocol: " + e.getMessage());
        }
    }

    private static int number(String name, @Nullable String text, int otherwise, int lowest, int highest) {
        if (text == null) {
            return otherwise;
        }
        return WholeNumber.parse(text, lowest, highest)
                .orElseThrow(() -> new InvalidRequestException(
                        name,
                        name + " is " + Quoted.of(text) + ": it must be a whole number from " + lowest + " to "
                                + highest + "."));
    }
}
