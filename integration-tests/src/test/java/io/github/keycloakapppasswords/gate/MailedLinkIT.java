package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Totp;
import io.github.keycloakapppasswords.stage.Visitor;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the mailbox gets no app password by a link in it. */
class MailedLinkIT extends GateTest {
    private static final Pattern LINK = Pattern.compile("http://\\S+/login-actions/action-token\\S+");
    private static final int PATIENCE_MILLIS = 20_000;

    private final GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    MailedLinkIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    @BeforeEach
    void openMailbox() {
        mailbox.start();
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "resetPasswordAllowed",
                                true,
                                "smtpServer",
                                Map.of(
                                        "host", "127.0.0.1",
                                        "port", String.valueOf(mailbox.getSmtp().getPort()),
                                        "from", "keycloak@example.org")));
    }

    @AfterEach
    void closeMailbox() {
        mailbox.stop();
    }

    @Test
    void takesNoEnrolmentForProofAfterResettingThePassword() {
        Person bob = realm.user(NewUser.named("bob"));
        resetPasswordOnTheWay(bob, "Thief-1");

        action().setUp("otp");
        visitor.login().enrolApp();

        assertRefused("appPasswordSignInAgain");
        assertThat(Form.to(page().getAttribute("#kc-app-password-refused", "action"))
                        .with("create", "true")
                        .with("label", "Thief")
                        .with("protocols", "imap")
                        .send(page().context())
                        .body())
                .doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(bob)).isEmpty();
    }

    @Test
    void goesOnAfterSigningInWithTheNewPassword() {
        Person bob = realm.user(NewUser.named("bob"));
        resetPasswordOnTheWay(bob, "Mine-1");
        action().setUp("otp");
        Totp app = visitor.login().enrolApp();

        page().click("#kc-app-password-sign-in");
        visitor.login().password(bob.username(), "Mine-1");
        visitor.login().code(app.freshCode());

        action().create("Thunderbird", "imap");
        assertThat(action().secret()).isNotEmpty();
    }

    @Test
    void trustsNoAppThatTheResetLetEnrol() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        begin();
        page().click("a[href*=reset-credentials]");
        page().fill("#username", alice.username());
        page().click("[type=submit]");
        page().navigate(link());
        // Keycloak's own flow lets the reader of the mailbox enrol an app of her own
        Totp thiefsApp = enrolApp("Thief");
        newPassword("Thief-1");

        assertAsksForCode();
        assertThat(page().locator("[type=radio]")).hasCount(0);
        codeInPlace(thiefsApp.freshCode());
        assertThat(page().locator("#input-error-totp")).isVisible();
    }

    @Test
    void isNotStartedByALinkWithRequiredActions() {
        Person bob = realm.user(NewUser.named("bob"));
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + bob.id() + "/execute-actions-email"),
                        List.of("CONFIGURE_TOTP", GateRealm.ACTION));

        page().navigate(link());
        page().click("a[href*=action-token]");
        visitor.login().enrolApp();

        assertThat(page().locator("body")).containsText("Your account has been updated.");
        assertThat(page().locator("[id^=kc-app-password]")).hasCount(0);
        assertThat(realm.appPasswords(bob)).isEmpty();
    }

    @Test
    void doesNotTrustAnAppThatALinkLetEnrol() {
        Person bob = realm.user(NewUser.named("bob"));
        beginWithPassword(bob);
        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        realm.realm()
                .admin()
                .put(realm.realm().path("/users/" + bob.id() + "/execute-actions-email"), List.of("CONFIGURE_TOTP"));
        try (Visitor thief = chromium.visitor()) {
            thief.open(link());
            thief.page().click("a[href*=action-token]");
            thief.login().enrolApp();

            thief.appPassword().begin(realm.realm());

            assertThat(thief.page().locator("#password")).isVisible();
        }
        page().reload();
        assertRefused("appPasswordSignInAgain");
    }

    /** Begins the action, but has the password reset by mail instead of giving it. */
    private void resetPasswordOnTheWay(Person person, String newPassword) {
        begin();
        page().click("a[href*=reset-credentials]");
        page().fill("#username", person.username());
        page().click("[type=submit]");
        page().navigate(link());
        newPassword(newPassword);
    }

    private void newPassword(String password) {
        page().fill("#password-new", password);
        page().fill("#password-confirm", password);
        page().click("[type=submit]");
    }

    /** The link in the newest mail. */
    private String link() {
        if (!mailbox.waitForIncomingEmail(PATIENCE_MILLIS, 1)) {
            throw new StageException("No mail came.");
        }
        Matcher link = LINK.matcher(text());
        assertThat(link.find()).as("the mail has a link").isTrue();
        return link.group();
    }

    private String text() {
        try {
            Multipart parts = (Multipart) mailbox.getReceivedMessages()[0].getContent();
            return GreenMailUtil.getBody(parts.getBodyPart(0)).isEmpty()
                    ? ""
                    : parts.getBodyPart(0).getContent().toString();
        } catch (IOException | MessagingException e) {
            throw new StageException("The mail cannot be read: " + e, e);
        }
    }
}
