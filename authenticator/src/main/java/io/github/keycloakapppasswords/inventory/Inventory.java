package io.github.keycloakapppasswords.inventory;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.row.AppPasswordEnd;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import io.github.keycloakapppasswords.suspension.SecondFactors;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The app passwords of a user: live ones, also unreadable ones, and the remembered ended ones.
 *
 * @param live by time of making, oldest first
 * @param ended last ended first; one that was removed past this extension a moment ago comes last, without its end
 */
public record Inventory(List<AppPasswordEntry> live, List<AppPasswordHistory> ended) {

    public Inventory {
        live = List.copyOf(live);
        ended = List.copyOf(ended);
    }

    /** Reads the credentials through Keycloak's user cache, and the rows from the database. */
    public static Inventory of(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        AppPasswordCredentials credentials = new AppPasswordCredentials(session);
        Map<String, AppPasswordCredential> readable = byId(credentials.of(realm, user), AppPasswordCredential::id);
        Map<String, AppPasswordHistory> rows = byId(credentials.historyOf(realm, user), AppPasswordHistory::id);
        // revoked with the main password, and the credential is about to go
        Set<String> ended = credentials.tombstonesOf(realm, user).stream()
                .map(Tombstone::id)
                .collect(Collectors.toSet());
        Instant now = clock.instant();
        boolean suspended = !readable.isEmpty() && new SecondFactors(session).suspend(realm, user, now);
        List<AppPasswordEntry> live = user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .filter(stored -> !ended.contains(stored.getId()))
                .map(stored -> stocked(stored, readable.get(stored.getId()), suspended, rows, now))
                .sorted(Comparator.comparing(AppPasswordEntry::createdAt).thenComparing(AppPasswordEntry::id))
                .toList();
        live.forEach(stocked -> rows.remove(stocked.id()));
        return new Inventory(live, endedLastFirst(rows));
    }

    private static AppPasswordEntry stocked(
            CredentialModel stored,
            @Nullable AppPasswordCredential readable,
            boolean suspended,
            Map<String, AppPasswordHistory> rows,
            Instant now) {
        Long createdDate = stored.getCreatedDate();
        return new AppPasswordEntry(
                stored.getId(),
                stored.getUserLabel(),
                Instant.ofEpochMilli(createdDate == null ? 0 : createdDate),
                State.of(Optional.ofNullable(readable), suspended, now),
                readable,
                rows.get(stored.getId()));
    }

    private static List<AppPasswordHistory> endedLastFirst(Map<String, AppPasswordHistory> rows) {
        return rows.values().stream()
                .sorted(Comparator.comparing(Inventory::endedAt).reversed())
                .toList();
    }

    private static Instant endedAt(AppPasswordHistory row) {
        AppPasswordEnd end = row.end();
        return end == null ? Instant.EPOCH : end.at();
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toMap(id, Objects::requireNonNull));
    }
}
