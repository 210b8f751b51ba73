package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.row.AppPasswordUse;
import io.github.keycloakapppasswords.row.AppPasswordUses;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Writes a batch of uses into the rows, in one transaction. Addresses are written only where the realm's policy keeps
 * them, and only if they are addresses.
 */
final class UseStore implements ToIntFunction<List<NotedUse>> {

    private static final Logger LOG = Logger.getLogger(UseStore.class);

    private final KeycloakSessionFactory factory;
    private final Clock clock;
    private final NetworkFlush networks;

    UseStore(KeycloakSessionFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
        this.networks = new NetworkFlush(batch ->
                new OwnTransaction(factory).run("noting networks", session -> new NetworkNotes(session).note(batch)));
    }

    @Override
    public int applyAsInt(List<NotedUse> batch) {
        List<NotedUse> unnoted = new ArrayList<>();
        int rows = new OwnTransaction(factory).call("writing uses", session -> {
            unnoted.clear();
            return write(session, batch, unnoted);
        });
        unnoted.forEach(this::noteEndFirst);
        // in separate transactions: the writing of uses must not depend on networks
        networks.accept(batch);
        return rows;
    }

    private static int write(KeycloakSession session, List<NotedUse> batch, List<NotedUse> unnoted) {
        AppPasswordUses uses = new AppPasswordUses(session);
        Map<String, Boolean> keepsAddresses = new HashMap<>();
        int rows = 0;
        for (NotedUse use : batch) {
            boolean kept = keepsAddresses.computeIfAbsent(use.realmId(), id -> keepsAddresses(session, id));
            AppPasswordUse last =
                    new AppPasswordUse(use.at(), use.protocol(), kept ? address(use.address()) : null, use.gateway());
            boolean written = use.key().kind() == NotedUse.Kind.USED
                    ? uses.used(use.key().credentialId(), last)
                    : uses.tried(use.key().credentialId(), last);
            rows += written ? 1 : 0;
            if (!written && use.key().kind() == NotedUse.Kind.TRIED) {
                unnoted.add(use);
            }
        }
        return rows;
    }

    /** A device sent an app password that was removed past this extension and not noticed yet: records its end. */
    private void noteEndFirst(NotedUse tried) {
        try {
            new RealmWork(factory, tried.realmId()).callFor("noting an end", tried.userId(), (session, realm, user) -> {
                int noted = new AppPasswordEnds(session, clock).catchUp(realm, user);
                return noted > 0 ? write(session, List.of(tried), new ArrayList<>()) : 0;
            });
        } catch (RuntimeException e) {
            // the sweep for orphans finds it later
            LOG.debugf(
                    e,
                    "The end of the app password %s could not be recorded",
                    tried.key().credentialId());
        }
    }

    private static boolean keepsAddresses(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return realm != null && Retention.keepsAddresses(realm);
    }

    /** An address that is one, in its one way of writing. */
    private static @Nullable String address(@Nullable String sent) {
        return IpAddress.parse(sent).map(IpAddress::text).orElse(null);
    }
}
