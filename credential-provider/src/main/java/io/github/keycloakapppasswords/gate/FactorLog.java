package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.credential.FactorHistory;
import io.github.keycloakapppasswords.credential.FactorNote;
import io.github.keycloakapppasswords.credential.FactorNotes;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What is noted of one user's second factors. */
interface FactorLog {

    /** All that is noted, by this session too. */
    FactorHistory history();

    void add(FactorNote note);

    static FactorLog of(KeycloakSession session, RealmModel realm, UserModel user) {
        FactorNotes notes = new FactorNotes(session);
        return new FactorLog() {
            @Override
            public FactorHistory history() {
                return notes.of(realm.getId(), user.getId());
            }

            @Override
            public void add(FactorNote note) {
                notes.add(realm.getId(), user.getId(), note);
            }
        };
    }
}
