package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.term.ClientNetwork;
import jakarta.persistence.EntityManager;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Records the networks from which each app password was used: the last {@value #MOST} of each, until it ends or the realm no
 * longer keeps its addresses. In the session's transaction.
 */
public final class UsedNetworks {

    static final int MOST = 50;

    /** How exact the time is at which one was seen last: at most one write an hour. */
    private static final Duration EXACT_TO = Duration.ofHours(1);

    private final KeycloakSession session;
    private final EntityManager entityManager;

    public UsedNetworks(KeycloakSession session) {
        this.session = session;
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Records the network of a use. The first recorded network is not news: the app password was just set up, or its networks
     * were not recorded before.
     *
     * @return whether the network is new, which {@link NewNetworkUsed} publishes too
     */
    public boolean used(RealmModel realm, String userId, String credentialId, InetAddress address, Instant at) {
        AppPasswordEntity row = entityManager.find(AppPasswordEntity.class, credentialId);
        if (row == null || row.hasEnded()) {
            return false;
        }
        String network = ClientNetwork.of(address);
        List<UsedNetworkEntity> known = entityManager
                .createNamedQuery(UsedNetworkEntity.OF_CREDENTIAL, UsedNetworkEntity.class)
                .setParameter("credentialId", credentialId)
                .getResultList();
        for (UsedNetworkEntity one : known) {
            if (one.is(network)) {
                if (one.wasSeenBefore(at.minus(EXACT_TO))) {
                    one.seen(at);
                }
                return false;
            }
        }
        known.stream().skip(MOST - 1L).forEach(entityManager::remove);
        entityManager.persist(new UsedNetworkEntity(realm.getId(), userId, credentialId, network, at));
        entityManager.flush();
        if (known.isEmpty()) {
            return false;
        }
        session.getKeycloakSessionFactory().publish(new NewNetworkUsed(session, realm, row.history(), at, network));
        return true;
    }

    /**
     * Forgets networks of a realm.
     *
     * @param before only those that were not seen since this time
     * @return how many, at most {@code most}: then there may be more
     */
    int forget(String realmId, Instant before, int most) {
        List<UsedNetworkEntity> old = entityManager
                .createNamedQuery(UsedNetworkEntity.SEEN_BEFORE, UsedNetworkEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("before", before.toEpochMilli())
                .setMaxResults(most)
                .getResultList();
        old.forEach(entityManager::remove);
        return old.size();
    }
}
