package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.policy.Retention;
import io.github.keycloakapppasswords.refusal.LastRefusal;
import io.github.keycloakapppasswords.refusal.LastRefusals;
import io.github.keycloakapppasswords.refusal.NotMoved;
import io.github.keycloakapppasswords.refusal.NotMovedUsers;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * Looks users up in Keycloak and notes them in the database. The order of the notes is that of their ids, so that nodes do not wait
 * for each other in a circle.
 */
final class UnmovedUserStore implements UnmovedUsers {

    private static final Logger NOTES = Logger.getLogger(UnmovedUserStore.class);

    private final KeycloakSessionFactory factory;
    private final WantedEvents wanted;

    UnmovedUserStore(KeycloakSessionFactory factory, WantedEvents wanted) {
        this.factory = factory;
        this.wanted = wanted;
    }

    @Override
    public LookUp lookUp(List<UnmovedAttempt> attempts) {
        return new OwnTransaction(factory).call("looking unmoved users up", session -> {
            Map<UnmovedAttempt, Optional<String>> users = new HashMap<>();
            Set<String> realmsWithEvents = new HashSet<>();
            attempts.stream()
                    .collect(Collectors.groupingBy(UnmovedAttempt::realmId))
                    .forEach((realmId, sent) -> {
                        RealmModel realm = session.realms().getRealm(realmId);
                        if (realm == null) {
                            sent.forEach(attempt -> users.put(attempt, Optional.empty()));
                            return;
                        }
                        if (wanted.contains(realm, EventType.LOGIN_ERROR)) {
                            realmsWithEvents.add(realmId);
                        }
                        users.putAll(lookUp(session, realm, sent));
                    });
            return new LookUp(users, realmsWithEvents);
        });
    }

    private static Map<UnmovedAttempt, Optional<String>> lookUp(
            KeycloakSession session, RealmModel realm, List<UnmovedAttempt> sent) {
        Map<String, Optional<String>> ids = new StoredNames(session, realm)
                .find(sent.stream().map(UnmovedAttempt::name).collect(Collectors.toSet()));
        Map<UnmovedAttempt, Optional<String>> users = new HashMap<>();
        for (UnmovedAttempt attempt : sent) {
            Optional<String> id = ids.get(attempt.name());
            if (id != null) {
                users.put(attempt, id);
            }
        }
        return users;
    }

    @Override
    public Optional<String> search(UnmovedAttempt attempt) {
        return new OwnTransaction(factory).call("searching for an unmoved user", session -> {
            RealmModel realm = session.realms().getRealm(attempt.realmId());
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return session.getProvider(ValidationProvider.class).userId(realm, attempt.name());
        });
    }

    @Override
    public void note(List<Found> found) {
        found.stream()
                .sorted(Comparator.comparing(Found::userId)
                        .thenComparing(one -> one.attempt().attempt().protocol().id()))
                .collect(Collectors.groupingBy(one -> one.attempt().realmId()))
                .forEach((realmId, ofRealm) -> new OwnTransaction(factory)
                        .run("noting unmoved users", session -> note(session, realmId, ofRealm)));
    }

    private static void note(KeycloakSession session, String realmId, List<Found> found) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        boolean keepsAddresses = Retention.keepsAddresses(realm);
        int listed = new NotMovedUsers(session)
                .note(realmId, found.stream().map(UnmovedUserStore::notMoved).toList());
        int refused = new LastRefusals(session)
                .noteAll(
                        realmId,
                        found.stream()
                                .map(UnmovedUserStore::refusal)
                                .map(refusal -> keepsAddresses ? refusal : refusal.withoutAddress())
                                .toList());
        NOTES.debugf("Noted %d users who have not moved, and %d refusals", listed, refused);
    }

    private static NotMoved notMoved(Found found) {
        UnmovedAttempt sent = found.attempt();
        return new NotMoved(found.userId(), sent.attempt().protocol(), sent.clientId(), sent.at());
    }

    private static LastRefusal refusal(Found found) {
        UnmovedAttempt sent = found.attempt();
        return new LastRefusal(
                found.userId(),
                Reason.NOT_AN_APP_PASSWORD.id(),
                sent.attempt().protocol(),
                Reports.harmlessAddress(sent.attempt().clientAddress()),
                sent.clientId(),
                sent.at());
    }
}
