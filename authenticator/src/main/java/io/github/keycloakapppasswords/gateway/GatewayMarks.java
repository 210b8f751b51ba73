package io.github.keycloakapppasswords.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * The marks of a realm's gateways. They are realm attributes {@code app-passwords.gateway.<client id>}: cached with the realm,
 * exported with it, and written by manage-realm only. Client registration and managers of clients can set a client's own
 * attributes, so those decide nothing.
 *
 * <p>Parsed marks are cached by their stored text, so the realm's current attribute always counts. Safe for several threads.
 */
public final class GatewayMarks {

    static final String ATTRIBUTE_PREFIX = "app-passwords.gateway.";

    /** The length of Keycloak's column for names of realm attributes is 255 characters. */
    static final int LONGEST_CLIENT_ID = 255 - ATTRIBUTE_PREFIX.length();

    private static final int MOST_PARSED = 1_000;

    private final Cache<String, Parsed> parsed =
            Caffeine.newBuilder().maximumSize(MOST_PARSED).build();

    private record Parsed(@Nullable GatewayMark mark, String problem) {}

    /**
     * The mark of this client id.
     *
     * @return empty if the client is not marked as a gateway
     * @throws InvalidGatewayException if the mark cannot be read
     */
    public Optional<GatewayMark> of(RealmModel realm, String clientId) throws InvalidGatewayException {
        if (clientId.length() > LONGEST_CLIENT_ID) {
            return Optional.empty();
        }
        String stored = realm.getAttribute(ATTRIBUTE_PREFIX + clientId);
        if (stored == null) {
            return Optional.empty();
        }
        Parsed mark = parsed.get(stored, GatewayMarks::parse);
        if (mark.mark() == null) {
            throw new InvalidGatewayException(mark.problem());
        }
        return Optional.of(mark.mark());
    }

    /** The client ids of all marks, readable or not, in alphabetical order. */
    List<String> clientIds(RealmModel realm) {
        return realm.getAttributes().keySet().stream()
                .filter(name -> name.startsWith(ATTRIBUTE_PREFIX))
                .map(name -> name.substring(ATTRIBUTE_PREFIX.length()))
                .sorted()
                .toList();
    }

    boolean exists(RealmModel realm, String clientId) {
        return realm.getAttribute(ATTRIBUTE_PREFIX + clientId) != null;
    }

    void put(RealmModel realm, String clientId, GatewayMark mark) {
        realm.setAttribute(ATTRIBUTE_PREFIX + clientId, GatewayJson.store(mark));
    }

    void remove(RealmModel realm, String clientId) {
        realm.removeAttribute(ATTRIBUTE_PREFIX + clientId);
    }

    private static Parsed parse(String stored) {
        try {
            return new Parsed(GatewayJson.restore(stored), "");
        } catch (InvalidGatewayException e) {
            return new Parsed(null, String.valueOf(e.getMessage()));
        }
    }
}
