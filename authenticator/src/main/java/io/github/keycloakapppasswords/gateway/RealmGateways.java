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

/** What the gateways of a realm have in common. */
public final class RealmGateways {

    private final RealmModel realm;
    private final GatewayMarks marks = new GatewayMarks();

    public RealmGateways(RealmModel realm) {
        this.realm = realm;
    }

    /** By which names they know users, each once; empty if the realm has no gateway whose settings can be read. */
    public List<LoginIdentity> loginIdentities() {
        return readable()
                .map(mark -> mark.settings().loginIdentity())
                .distinct()
                .toList();
    }

    /** The longest time for which one of them remembers a right pair; zero if none does. */
    public Duration longestCache() {
        return readable()
                .map(mark -> Duration.ofSeconds(mark.settings().cacheSeconds()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** What they may ask for, each once; empty if the realm has no gateway whose settings can be read. */
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
            // It lets nobody in, and the admin's list shows it.
            return Stream.empty();
        }
    }
}
