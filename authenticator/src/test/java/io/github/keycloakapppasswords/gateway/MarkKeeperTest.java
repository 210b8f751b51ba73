package io.github.keycloakapppasswords.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.verdict.Reason;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class MarkKeeperTest {

    private final Map<String, String> attributes = new HashMap<>();
    private final RealmModel realm = realm();
    private final GatewayMarks marks = new GatewayMarks();
    private final ClientModel client = client("internal-id");

    MarkKeeperTest() throws InvalidGatewayException {
        GatewaySettings settings = GatewayJson.read("dovecot", "{\"protocols\":[\"imap\"]}".getBytes(UTF_8));
        marks.put(realm, "dovecot", new GatewayMark("internal-id", settings, null));
    }

    private RealmModel realm() {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], (String) arguments[1]);
                    default -> throw new AssertionError("Not expected: " + method);
                });
    }

    private ClientModel client(String id) {
        return (ClientModel) Proxy.newProxyInstance(
                ClientModel.class.getClassLoader(),
                new Class<?>[] {ClientModel.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getId" -> id;
                    case "getClientId" -> "dovecot";
                    case "getRealm" -> realm;
                    case "isEnabled" -> true;
                    case "getProtocol" -> "openid-connect";
                    case "isPublicClient", "isBearerOnly" -> false;
                    default -> throw new AssertionError("Not expected: " + method);
                });
    }

    private static void remove(ClientModel client) {
        new MarkKeeper().onEvent(new ClientRemovedEvent() {
            @Override
            public ClientModel getClient() {
                return client;
            }

            @Override
            public KeycloakSession getKeycloakSession() {
                throw new AssertionError("Not expected.");
            }
        });
    }

    private GatewayMark mark() throws InvalidGatewayException {
        return marks.of(realm, "dovecot").orElseThrow();
    }

    private Optional<Reason> fault(ClientModel made) throws InvalidGatewayException {
        return ClientFault.of(mark(), made).map(ClientFault::reason);
    }

    @Test
    void aMarkCountsForNoClientOnceItsOwnIsDeletedNotEvenForOneOfTheSameInternalId() throws InvalidGatewayException {
        assertThat(fault(client)).isEmpty();

        remove(client);

        assertThat(fault(client)).contains(Reason.GATEWAY_CLIENT_REPLACED);
        assertThat(ClientFault.of(mark(), null).map(ClientFault::reason)).contains(Reason.GATEWAY_CLIENT_MISSING);
        assertThat(mark().clientUuid()).hasSizeGreaterThan(36);
        assertThat(mark().settings().protocols()).hasSize(1);
    }

    @Test
    void aMarkStaysWithItsClientWhenAnotherIsDeleted() throws InvalidGatewayException {
        remove(client("another-id"));

        assertThat(fault(client)).isEmpty();
    }
}
