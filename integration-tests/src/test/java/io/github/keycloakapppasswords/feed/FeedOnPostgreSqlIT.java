package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Feed} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class FeedOnPostgreSqlIT extends Feed {

    FeedOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void tellsNamesBeyondTheBasicPlane() {
        Person fay = realm.user(NewUser.named("fay-\ud83d\ude00").withEmail("fay@example.org", true));
        AppPasswordOnPaper phone = realm.appPassword(fay, "phone \ud83d\udcf1", "imap");
        Follower follower = new Follower(realm, imap);

        realm.revoke(fay, phone.id());

        follower.await("revoked", fay.username());
    }
}
