package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several mail domains with a realm each: what was typed chooses a line of the map, and nothing else. */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotRealmsIT {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";

    private Realm org;
    private Realm net;
    private DovecotOfDomains dovecot;
    private MailClient client;

    @BeforeAll
    void open(KeycloakOnDatabase.Pair servers) {
        org = Realm.create(servers.keycloak());
        org.setUp();
        net = Realm.create(servers.keycloak());
        net.setUp();
        dovecot = DovecotOfDomains.start(
                Map.of("example.org", org, "example.net", net),
                servers.httpsUrl(),
                servers.authority().certificate());
        client = dovecot.client();
    }

    @AfterAll
    void close() {
        if (dovecot != null) {
            dovecot.close();
        }
        org.close();
        net.close();
    }

    @Test
    void asksTheRealmOfTheDomain() {
        String inOrg = secret(org, "anna", "anna@example.org");
        String inNet = secret(net, "anna", "anna@example.net");

        in("anna@example.org", inOrg);
        in("anna@example.net", inNet);
        refused("anna@example.org", inNet);
        refused("anna@example.net", inOrg);
    }

    @Test
    void asksNobodyForANameOutsideOfTheMap() {
        String secret = secret(org, "bob", "bob@example.org");

        in("bob@example.org", secret);
        refused("bob", secret);
        refused("bob@example.com", secret);
        refused("bob@example.org@example.com", secret);
        refused("bob@sub.example.org", secret);
    }

    /** A realm that says a login identity of another's domain opens nothing. */
    @Test
    void opensNoMailboxOfAnotherDomain() {
        String secret = secret(org, "mallory@example.org", "boss@example.net");

        refused("mallory@example.org", secret);
        refused("boss@example.net", secret);
    }

    private static String secret(Realm realm, String username, String email) {
        return realm.appPassword(realm.user(NewUser.named(username).withEmail(email, true)), "Phone", "imap")
                .secret();
    }

    private void in(String name, String secret) {
        assertThat(client.imap(name, secret).accepted()).as(name).isTrue();
    }

    private void refused(String name, String secret) {
        assertThat(client.imap(name, secret).answer()).as(name).contains(WRONG);
    }
}
