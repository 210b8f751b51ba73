package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.UnreadableCredentialException;
import io.github.keycloakapppasswords.row.AppPasswordEntity;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.row.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;

/**
 * The app passwords of one user: read once, and kept beside the cached user.
 *
 * @param live those that may be used, expired ones too
 * @param tombstones those that have ended, newest first, at most {@value AppPasswordRows#MOST_ENDED}
 */
record KnownAppPasswords(List<AppPasswordCredential> live, List<Tombstone> tombstones) {

    private static final Logger LOG = Logger.getLogger(KnownAppPasswords.class);

    /**
     * Reads them.
     *
     * @param stored the user's credentials of the type {@code app-password}
     * @param rows an open one whose credential is gone is a tombstone too
     */
    static KnownAppPasswords read(List<CredentialModel> stored, AppPasswordRows.ByState rows) {
        Set<String> revoked = rows.revoked().stream().map(AppPasswordEntity::id).collect(Collectors.toSet());
        List<AppPasswordCredential> live = new ArrayList<>();
        for (CredentialModel model : stored) {
            if (!revoked.contains(model.getId())) {
                read(model)
                        .flatMap(credential -> issuedHere(credential, rows.open()))
                        .ifPresent(live::add);
            }
        }
        Set<String> ids = stored.stream().map(CredentialModel::getId).collect(Collectors.toSet());
        Stream<AppPasswordEntity> gone = rows.open().stream().filter(row -> !ids.contains(row.id()));
        List<Tombstone> tombstones = Stream.of(rows.revoked().stream(), gone, rows.ended().stream())
                .flatMap(found -> found)
                .limit(AppPasswordRows.MOST_ENDED)
                .flatMap(row -> tombstone(row).stream())
                .toList();
        return new KnownAppPasswords(List.copyOf(live), tombstones);
    }

    private static Optional<AppPasswordCredential> read(CredentialModel model) {
        try {
            return Optional.of(AppPasswordCredentialModel.read(model));
        } catch (UnreadableCredentialException e) {
            LOG.errorf(
                    "%s The app password is refused until it is revoked, or a release that can read it is installed.",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<AppPasswordCredential> issuedHere(
            AppPasswordCredential credential, List<AppPasswordEntity> open) {
        Optional<AppPasswordEntity> row =
                open.stream().filter(candidate -> candidate.isOf(credential)).findFirst();
        if (row.isEmpty()) {
            LOG.errorf(
                    "The app password %s was not issued by this server, has ended, or was changed since. The"
                            + " app password is refused. Revoke the app password, and find out who wrote it"
                            + " into the database.",
                    credential.id());
        }
        return row.map(issued -> issued.complete(credential));
    }

    /** A row that cannot be read recognises nothing: it must not make its user's other app passwords fail. */
    private static Optional<Tombstone> tombstone(AppPasswordEntity row) {
        try {
            return Optional.of(row.tombstone());
        } catch (IllegalArgumentException e) {
            LOG.errorf("The tombstone of the app password %s cannot be read. %s", row.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
