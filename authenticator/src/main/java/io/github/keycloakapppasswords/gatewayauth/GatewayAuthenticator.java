package io.github.keycloakapppasswords.gatewayauth;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.gateway.ClientFault;
import io.github.keycloakapppasswords.gateway.GatewayMark;
import io.github.keycloakapppasswords.gateway.GatewayMarks;
import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gateway.InvalidGatewayException;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Bearer;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Certificate;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Unreadable;
import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Authenticates a caller as a gateway of this realm.
 *
 * <p><b>Security.</b> A gateway is a client with a readable mark that was made for this very client, enabled, confidential, and
 * calling from a network that its mark allows. The gateway authenticates by its own secret or by its certificate, as the
 * client's authenticator says, or by an access token of its own service account; not by a user's token for that client.
 * Keycloak's stock client authenticators are not used: they let public clients pass, let form fields override the header, and
 * do not know {@link GatewayCredentialReader#GATEWAY_HEADER}. Instances may be shared between threads.
 */
public final class GatewayAuthenticator {

    private final GatewayMarks marks;
    private final ServiceAccountTokens tokens;
    private final LoadLimit load;

    /** The result of an authentication. */
    public sealed interface Outcome {

        /**
         * @param requester the gateway and its rights
         * @param settings the gateway's settings
         */
        record Authenticated(Requester requester, GatewaySettings settings) implements Outcome {}

        /**
         * @param reason the reason, for admins only
         * @param clientId the marked client that the caller named, authenticated or not; {@code null} if no mark has the name
         * @param problem the necessary action of the admin, as a finished sentence; {@code null} if the reason is enough
         */
        record Refused(Reason reason, @Nullable String clientId, @Nullable String problem) implements Outcome {

            /** A refusal without a sentence for the admin. */
            public Refused(Reason reason, @Nullable String clientId) {
                this(reason, clientId, null);
            }
        }
    }

    GatewayAuthenticator(GatewayMarks marks, ServiceAccountTokens tokens, LoadLimit load) {
        this.marks = marks;
        this.tokens = tokens;
        this.load = load;
    }

    /** Makes an authenticator with separate memories of marks and verified tokens; make one for the whole server. */
    public static GatewayAuthenticator create(Clock clock) {
        return new GatewayAuthenticator(
                new GatewayMarks(),
                new ServiceAccountTokens(Ticker.systemTicker(), clock),
                new LoadLimit(Ticker.systemTicker()));
    }

    /** @throws IllegalStateException with a finished sentence, if this Keycloak is not supported */
    public static void requireKeycloak() {
        ClientAuthorities.require();
    }

    /**
     * Authenticates the caller as a gateway of the realm.
     *
     * @param bulkhead limits the checks of access tokens, which query the database
     * @throws io.github.keycloakapppasswords.transaction.DatabaseBusyException if too many requests query the database already
     */
    public Outcome authenticate(
            KeycloakSession session, RealmModel realm, GatewayCredential credential, DatabaseBulkhead bulkhead) {
        if (credential instanceof ClientSecret pair) {
            return authenticate(session, realm, pair);
        }
        if (credential instanceof Bearer bearer) {
            return tokens.verify(session, realm, bearer.token(), bulkhead)
                    .map(token -> admit(
                            session, realm, token.clientId(), client -> tokens.refuse(session, realm, client, token)
                                    .map(reason -> new Outcome.Refused(reason, token.clientId()))))
                    .orElseGet(() -> new Outcome.Refused(Reason.GATEWAY_CREDENTIAL_WRONG, null));
        }
        if (credential instanceof Certificate certificate) {
            return admit(
                    session, realm, certificate.clientId(), client -> ClientCertificateCheck.refuse(session, client)
                            .map(reason -> new Outcome.Refused(
                                    reason, certificate.clientId(), ClientCertificateCheck.problem(client))));
        }
        return new Outcome.Refused(((Unreadable) credential).reason(), null);
    }

    /** Tries the pair as it was sent, and if that is wrong the form-decoded pair. */
    private Outcome authenticate(KeycloakSession session, RealmModel realm, ClientSecret sent) {
        ClientSecret decoded = sent.formDecoded();
        if (decoded == null) {
            return bySecret(session, realm, sent.clientId(), List.of(sent.secret()));
        }
        if (decoded.clientId().equals(sent.clientId())) {
            return bySecret(session, realm, sent.clientId(), List.of(sent.secret(), decoded.secret()));
        }
        Outcome first = bySecret(session, realm, sent.clientId(), List.of(sent.secret()));
        if (!isUnproven(first)) {
            return first;
        }
        Outcome second = bySecret(session, realm, decoded.clientId(), List.of(decoded.secret()));
        boolean isFirstMarked = first instanceof Outcome.Refused refused && refused.clientId() != null;
        return isFirstMarked && isUnproven(second) ? first : second;
    }

    private Outcome bySecret(KeycloakSession session, RealmModel realm, String clientId, List<String> secrets) {
        return admit(session, realm, clientId, client -> ClientSecretCheck.refuse(session, client, secrets)
                .map(reason -> new Outcome.Refused(reason, clientId)));
    }

    private static boolean isUnproven(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                && (refused.reason() == Reason.GATEWAY_NOT_MARKED
                        || refused.reason() == Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    /** The proof that the caller is this client; empty if the proof is valid. */
    private interface Proof {
        Optional<Outcome.Refused> refuse(ClientModel client);
    }

    private Outcome admit(KeycloakSession session, RealmModel realm, String clientId, Proof proof) {
        Optional<GatewayMark> mark;
        try {
            mark = marks.of(realm, clientId);
        } catch (InvalidGatewayException e) {
            // not logged here: anybody can name a gateway without limit
            return new Outcome.Refused(Reason.GATEWAY_SETTINGS_UNREADABLE, clientId, e.getMessage());
        }
        // Unknown names end here, without a query for a client of that name.
        if (mark.isEmpty()) {
            return new Outcome.Refused(Reason.GATEWAY_NOT_MARKED, null);
        }
        ClientModel client = session.clients().getClientByClientId(realm, clientId);
        Optional<ClientFault> fault = ClientFault.of(mark.get(), client);
        if (client == null || fault.isPresent()) {
            return fault.map(found -> new Outcome.Refused(found.reason(), clientId, found.sentence()))
                    .orElseThrow();
        }
        Optional<Outcome.Refused> refusal = proof.refuse(client).or(() -> refuseOrigin(
                        mark.get(), session.getContext().getConnection().getRemoteAddr())
                .or(() -> refuseLoad(client, mark.get().settings()))
                .map(reason -> new Outcome.Refused(reason, clientId)));
        return refusal.<Outcome>map(Function.identity())
                .orElseGet(() -> new Outcome.Authenticated(
                        mark.get().requester(clientId), mark.get().settings()));
    }

    private static Optional<Reason> refuseOrigin(GatewayMark mark, @Nullable String remoteAddress) {
        if (mark.settings().networks().isEmpty()) {
            return Optional.empty();
        }
        Optional<InetAddress> address = IpAddress.parse(remoteAddress);
        boolean inside = address.isPresent()
                && mark.settings().networks().stream().anyMatch(network -> network.contains(address.get()));
        return inside ? Optional.empty() : Optional.of(Reason.GATEWAY_NETWORK);
    }

    /** The last check, so that only the gateway itself can use its rate up. */
    private Optional<Reason> refuseLoad(ClientModel client, GatewaySettings settings) {
        boolean admitted = load.admits(client.getId(), Objects.requireNonNullElse(settings.requestsPerSecond(), 0));
        return admitted ? Optional.empty() : Optional.of(Reason.GATEWAY_TOO_FAST);
    }
}
