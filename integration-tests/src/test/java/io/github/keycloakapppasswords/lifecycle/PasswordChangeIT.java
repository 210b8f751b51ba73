package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of app passwords when the main password is set. Each test has users of its own. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class PasswordChangeIT extends WithLifeRealm {

    private static final Pattern LINK = Pattern.compile("http://\\S+/login-actions/action-token\\S+");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NEW_PASSWORD = "Another-1";

    private final Chromium chromium;

    PasswordChangeIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, Map.of("resetPasswordAllowed", true));
        this.chromium = chromium;
    }

    /** Who reads the mailbox can set the main password; then what opens the mailbox must not outlive it. */
    @Test
    void byAMailedLinkRevokes() {
        Person alice = realm.realm().user(NewUser.named("alice"));
        AppPasswordOnPaper phone = realm.appPassword(alice, "phone");
        assertThat(realm.status(alice, phone)).isEqualTo(200);

        try (Visitor visitor = chromium.visitor()) {
            visitor.appPassword().begin(realm.realm());
            visitor.page().click("a[href*=reset-credentials]");
            visitor.page().fill("#username", alice.username());
            visitor.page().click("[type=submit]");
            visitor.open(link(alice));
            newPassword(visitor);
        }

        awaitEnd(alice, phone);
        assertThat(realm.endReason(phone)).isEqualTo("password_reset_by_email");
    }

    @Test
    void byALinkThatAnAdminHadMailedRevokes() {
        Person bob = realm.realm().user(NewUser.named("bob"));
        AppPasswordOnPaper phone = realm.appPassword(bob, "phone");
        realm.realm()
                .admin()
                .put(realm.realm().path("/users/" + bob.id() + "/execute-actions-email"), List.of("UPDATE_PASSWORD"));

        try (Visitor visitor = chromium.visitor()) {
            visitor.open(link(bob));
            visitor.page().click("a[href*=action-token]");
            newPassword(visitor);
        }

        awaitEnd(bob, phone);
        assertThat(realm.endReason(phone)).isEqualTo("password_reset_by_email");
    }

    @Test
    void byTheOwnerKeepsUnlessThePolicyRevokes() {
        Person carol = realm.realm().user(NewUser.named("carol"));
        AppPasswordOnPaper phone = realm.appPassword(carol, "phone");

        changeAtLogin(carol, carol.password(), NEW_PASSWORD);
        assertThat(realm.realm().events("UPDATE_PASSWORD")).isNotEmpty();
        assertThat(realm.status(carol, phone)).isEqualTo(200);

        realm.realm().policy(Map.of("on-password-change", "revoke"));
        changeAtLogin(carol, NEW_PASSWORD, "Another-2");
        awaitEnd(carol, phone);
        assertThat(realm.endReason(phone)).isEqualTo("password_changed");
    }

    @Test
    void byAnAdminKeepsUnlessThePolicyRevokes() {
        Person dave = realm.realm().user(NewUser.named("dave"));
        AppPasswordOnPaper phone = realm.appPassword(dave, "phone");
        setAsAdmin(dave);
        assertThat(realm.status(dave, phone)).isEqualTo(200);

        realm.realm().policy(Map.of("on-password-set-by-admin", "revoke"));
        setAsAdmin(dave);

        assertThat(realm.status(dave, phone)).isEqualTo(401);
        assertThat(realm.endReason(phone)).isEqualTo("password_set_by_admin");
    }

    /** Keycloak's event of an edit does not tell whether it brought a password along. */
    @Test
    void byAnAdminWhoEditsTheUserRevokesOnlyIfItIsAnother() {
        realm.realm().policy(Map.of("on-password-set-by-admin", "revoke"));
        Person erin = realm.realm().user(NewUser.named("erin"));
        AppPasswordOnPaper phone = realm.appPassword(erin, "phone");
        edit(erin, List.of());
        assertThat(realm.status(erin, phone)).isEqualTo(200);

        edit(erin, List.of(Map.of("type", "password", "value", NEW_PASSWORD, "temporary", false)));

        assertThat(realm.status(erin, phone)).isEqualTo(401);
        assertThat(realm.endReason(phone)).isEqualTo("password_set_by_admin");
    }

    private void setAsAdmin(Person person) {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + person.id() + "/reset-password"),
                        Map.of("type", "password", "value", NEW_PASSWORD, "temporary", false));
    }

    private void edit(Person person, List<Object> credentials) {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + person.id()),
                        Map.of(
                                "username",
                                person.username(),
                                "email",
                                person.username() + "@example.org",
                                "emailVerified",
                                true,
                                "firstName",
                                "Another",
                                "lastName",
                                "Name",
                                "credentials",
                                credentials));
    }

    private void changeAtLogin(Person person, String password, String newPassword) {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + person.id()),
                        Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        int before = realm.realm().events("UPDATE_PASSWORD").size();
        try (Visitor visitor = chromium.visitor()) {
            visitor.appPassword().begin(realm.realm());
            visitor.login().password(person.username(), password);
            visitor.page().fill("#password-new", newPassword);
            visitor.page().fill("#password-confirm", newPassword);
            visitor.page().click("[type=submit]");
            Waiting.until(
                    PATIENCE,
                    "the password is changed",
                    () -> realm.realm().events("UPDATE_PASSWORD").size() > before);
        }
    }

    private void newPassword(Visitor visitor) {
        visitor.page().fill("#password-new", NEW_PASSWORD);
        visitor.page().fill("#password-confirm", NEW_PASSWORD);
        visitor.page().click("[type=submit]");
    }

    private void awaitEnd(Person person, AppPasswordOnPaper password) {
        Waiting.until(PATIENCE, "it is revoked", () -> !realm.has(person, password));
        assertThat(realm.status(person, password)).isEqualTo(401);
    }

    /** The link that Keycloak mailed to this person; there are notices about app passwords beside it. */
    private String link(Person person) {
        return mailbox.await(person, "a mail with a link", mail -> LINK.matcher(mail.text())
                        .find())
                .find(LINK);
    }
}
