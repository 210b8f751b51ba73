package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Requester;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/** The combined settings of all gateways of a realm. */
public final class RealmGateways {

    private final RealmModel realm;
    private final GatewayMarks marks = new GatewayMarks();

    public RealmGateways(RealmModel realm) {
        this.realm = realm;
    }

    /** The login identities of the gateways, each once; empty if the realm has no gateway with readable settings. */
    public List<LoginIdentity> loginIdentities() {
        return readable()
                .map(mark -> mark.settings().loginIdentity())
                .distinct()
                .toList();
    }

    /** The login identities of the gateways for this protocol, each once. */
    public Set<LoginIdentity> loginIdentities(Protocol protocol) {
        return readable()
                .map(GatewayMark::settings)
                .filter(settings -> settings.protocols().contains(protocol))
                .map(GatewaySettings::loginIdentity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether every gateway for a protocol knows users by their e-mail address: a mail program and its server then agree on the
     * name.
     */
    public boolean knowByEmail(Protocol protocol) {
        return loginIdentities(protocol).equals(Set.of(LoginIdentity.EMAIL));
    }

    /** The longest time for which a gateway remembers a right pair; zero if no gateway does. */
    public Duration longestCache() {
        return readable()
                .map(mark -> Duration.ofSeconds(mark.settings().cacheSeconds()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** The protocols of the gateways, each once; empty if the realm has no gateway with readable settings. */
    public Set<Protocol> protocols() {
        return readable()
                .flatMap(mark -> mark.settings().protocols().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** On what terms this gateway asks; empty if the client is not a gateway, or a gateway that is shut out. */
    public Optional<Requester> requester(String clientId) {
        return mark(clientId)
                .filter(mark -> ClientFault.of(mark, realm.getClientByClientId(clientId))
                        .isEmpty())
                .map(mark -> mark.requester(clientId))
                .findFirst();
    }

    private Stream<GatewayMark> readable() {
        return marks.clientIds(realm).stream().flatMap(this::mark);
    }

    private Stream<GatewayMark> mark(String clientId) {
        try {
            return marks.of(realm, clientId).stream();
        } catch (InvalidGatewayException e) {
            // The gateway is refused, and the admin's list shows it.
            return Stream.empty();
        }
    }
}
