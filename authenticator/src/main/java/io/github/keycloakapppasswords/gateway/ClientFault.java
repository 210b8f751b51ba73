package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The fault that keeps a marked client from being a gateway. The admin's list and the authentication of gateways use the same
 * check, so that the list shows every refused client.
 *
 * @param reason for event, log and metric
 * @param sentence for the admin: the fault and the remedy
 */
public record ClientFault(Reason reason, String sentence) {

    private static final String PUT_AGAIN = " Then put the gateway's settings again.";

    /**
     * The fault of the client that now has the id of the mark.
     *
     * @param client {@code null} if no client has this id
     * @return empty if the client can be the gateway
     */
    public static Optional<ClientFault> of(GatewayMark mark, @Nullable ClientModel client) {
        if (client == null) {
            return Optional.of(new ClientFault(
                    Reason.GATEWAY_CLIENT_MISSING,
                    "The client of this gateway was deleted. Delete the gateway, or put its settings again: that makes"
                            + " a new client with a new secret."));
        }
        if (!mark.clientUuid().equals(client.getId())) {
            return Optional.of(new ClientFault(
                    Reason.GATEWAY_CLIENT_REPLACED,
                    "The client of this id is not the client that was marked: the client was replaced, for example by a"
                            + " partial import that overwrites, or it was deleted and made anew. Check who made the new"
                            + " client and who knows its secret." + PUT_AGAIN));
        }
        List<ClientFault> kind = ofKind(client);
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClientFault(kind.get(0).reason(), sentences(kind)));
    }

    /** The necessary changes before the client can be a gateway, in finished sentences; empty if none are necessary. */
    static Optional<String> ofUnmarked(ClientModel client) {
        List<ClientFault> kind = ofKind(client);
        return kind.isEmpty() ? Optional.empty() : Optional.of(sentences(kind));
    }

    private static String sentences(List<ClientFault> faults) {
        return String.join(" ", faults.stream().map(ClientFault::sentence).toList());
    }

    private static List<ClientFault> ofKind(ClientModel client) {
        List<ClientFault> faults = new ArrayList<>();
        if (!client.isEnabled()) {
            faults.add(new ClientFault(Reason.GATEWAY_DISABLED, "The client is disabled: enable it."));
        }
        if (client.getProtocol() != null && !OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())) {
            faults.add(notConfidential(
                    "The client speaks " + client.getProtocol() + ": a gateway is an OpenID Connect client."));
        }
        if (client.isPublicClient()) {
            faults.add(notConfidential("The client is public: turn \"Client authentication\" on."));
        }
        if (client.isBearerOnly()) {
            faults.add(notConfidential("The client is bearer-only and cannot authenticate: use another client."));
        }
        return faults;
    }

    private static ClientFault notConfidential(String sentence) {
        return new ClientFault(Reason.GATEWAY_NOT_CONFIDENTIAL, sentence);
    }
}
