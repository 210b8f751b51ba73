package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNotes;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The recorded changes of one user's second factors. */
public interface FactorLog {

    /** All that is noted, through this log too. Read from the database once. */
    FactorHistory history();

    void add(FactorNote note);

    static FactorLog of(KeycloakSession session, RealmModel realm, UserModel user) {
        FactorNotes notes = new FactorNotes(session);
        return new FactorLog() {
            private @Nullable FactorHistory known;

            @Override
            public FactorHistory history() {
                if (known == null) {
                    known = notes.of(realm.getId(), user.getId());
                }
                return known;
            }

            @Override
            public void add(FactorNote note) {
                known = history().with(note);
                notes.add(realm.getId(), user.getId(), note);
            }
        };
    }
}
