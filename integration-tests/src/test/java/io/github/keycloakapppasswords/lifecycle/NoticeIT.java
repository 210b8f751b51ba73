package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.lifecycle.Mailbox.Mail;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What owners are told by mail. Each test has users of its own. */
@ExtendWith(SharedKeycloak.class)
class NoticeIT extends WithLifeRealm {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MADE = "New app password";

    private final Instant now = Instant.now();

    NoticeIT(KeycloakServer keycloak) {
        super(
                keycloak,
                Map.of(
                        "displayName",
                        "Example & Sons",
                        "internationalizationEnabled",
                        true,
                        "supportedLocales",
                        List.of("en", "ar", "fa"),
                        "defaultLocale",
                        "en"));
    }

    /** What was caused before is told before: so when this person has been told, whoever was to be told has been. */
    private void awaitWhatWasCaused(String controlName) {
        Person control = user(controlName);
        realm.appPassword(control, "control");
        mailbox.await(control, MADE);
    }

    @Nested
    class WhenOneIsMade {

        @Test
        void leadsToOurPageWhereTheAccountConsoleHasIt() {
            realm.realm().setUpWithPage();
            Person wanda = user("wanda");
            realm.appPassword(wanda, "phone");

            assertThat(mailbox.await(wanda, MADE).text())
                    .contains(realm.realm().url() + "/account/content/:componentId")
                    .doesNotContain("signing-in");
        }

        @Test
        void namesItAndLeadsToTheAccountConsole() {
            Person alice = user("alice");
            AppPasswordOnPaper phone = realm.appPassword(alice, "Telephone <1> & \"tablet\"");

            Mail mail = mailbox.await(alice, MADE);

            assertThat(mail.subject()).isEqualTo("New app password for your account at Example & Sons");
            assertThat(mail.text())
                    .contains("* Telephone <1> & \"tablet\"")
                    .contains(realm.realm().url() + "/account/account-security/signing-in")
                    .contains(realm.realm().url() + "/app-passwords/not-me?key=");
            assertThat(mail.html())
                    .contains("<bdi>Telephone &lt;1&gt; &amp; &quot;tablet&quot;</bdi>")
                    .contains("dir=\"ltr\"")
                    .contains("href=\"" + realm.realm().url() + "/account/account-security/signing-in\"")
                    .contains("href=\"" + realm.realm().url() + "/app-passwords/not-me?key=");
            for (String part : List.of(mail.raw(), mail.text(), mail.html())) {
                assertThat(part)
                        .doesNotContain(phone.secret())
                        .doesNotContain(phone.secret().replace("-", ""));
            }
        }

        @Test
        void isToldInTheOwnersLanguage() {
            Person amina = realm.realm()
                    .user(NewUser.named("amina").withOtp().withAttributes(Map.of("locale", List.of("ar"))));
            realm.appPassword(amina, "هاتفي");

            Mail mail = mailbox.await(amina, "كلمة مرور تطبيق جديدة");

            assertThat(mail.html())
                    .contains("dir=\"rtl\"")
                    .contains("lang=\"ar\"")
                    .contains("هاتفي")
                    .contains("لم أكن أنا");
            assertThat(mail.text()).contains("هاتفي").contains("لم أكن أنا");
        }

        @Test
        void saysWhatItIsForAndWhenItEnds() {
            Person sybil = user("sybil");
            realm.appPassword(sybil, "phone");
            String ends = day(Instant.now().plus(Duration.ofDays(30)));

            Mail mail = mailbox.await(sybil, MADE);

            assertThat(mail.text())
                    .contains("  Created: ")
                    .contains("  For: Reading mail (IMAP)")
                    .contains("  It ends on " + ends + " if it is not used before."
                            + " Once it was used, it ends when it has not been used for 365 days.")
                    .doesNotContain("In the browser");
            assertThat(mail.html()).contains("Reading mail (IMAP)").contains("It ends on " + ends);
        }

        /** Dovecot remembers right pairs. */
        @Test
        void promisesARevocationWithinTheTimeOfTheLongestCache() {
            Person trent = user("trent");
            Map<String, Object> settings = new HashMap<>(Map.of("protocols", List.of("imap")));
            realm.realm().gateway("quick", settings);
            settings.put("cacheSeconds", 290);
            realm.realm().gateway("slow", settings);
            try {
                realm.appPassword(trent, "phone");

                assertThat(mailbox.await(trent, MADE).text())
                        .contains("it stops working within 5 minutes.")
                        .doesNotContain("at once");
            } finally {
                realm.realm().admin().delete(realm.realm().path("/app-passwords/gateways/slow"));
            }
            Person ursula = user("ursula");
            realm.appPassword(ursula, "phone");
            assertThat(mailbox.await(ursula, MADE).text()).contains("it stops working at once.");
        }

        /** Keycloak has Persian texts, the extension has none. */
        @Test
        void isMarkedAsEnglishWhereTheOwnersLanguageIsMissing() {
            Person parisa = realm.realm()
                    .user(NewUser.named("parisa").withOtp().withAttributes(Map.of("locale", List.of("fa"))));
            realm.appPassword(parisa, "گوشی");

            Mail mail = mailbox.await(parisa, MADE);

            assertThat(mail.html())
                    .contains("<div lang=\"en\" dir=\"ltr\">")
                    .contains("<bdi>گوشی</bdi>")
                    .contains("This was not me");
        }

        /** Whoever has taken over a session and changes the address at once neither gets the mail nor stops it. */
        @Test
        void goesToTheAddressOfThatMoment() {
            Person victim = user("victim");
            realm.appPassword(victim, "of a thief");
            realm.realm()
                    .admin()
                    .put(
                            realm.realm().path("/users/" + victim.id()),
                            Map.of("email", "thief@example.org", "emailVerified", true));
            realm.appPassword(victim, "of a thief, too");

            Mail mail = mailbox.await(victim, MADE);

            assertThat(mail.text()).contains("of a thief").doesNotContain("of a thief, too");
        }

        @Test
        void isOneMailForABurst() {
            Person bob = user("bob");
            List<String> labels =
                    IntStream.rangeClosed(1, 25).mapToObj(i -> "device " + i).toList();
            new Fixture(realm.realm()).issueEach(bob, labels);

            Mail mail = mailbox.await(bob, MADE);

            assertThat(mail.text())
                    .contains("device 20")
                    .doesNotContain("device 21")
                    .contains("and 5 more");
            awaitWhatWasCaused("bob-control");
            assertThat(mailbox.of(bob)).hasSize(1);
        }

        @Test
        void leadsNowhereThatARequestSays() {
            Person carol = user("carol");
            ForgedHost.issue(realm.realm(), carol, "phone");

            Mail mail = mailbox.await(carol, MADE);

            assertThat(mail.raw() + mail.text() + mail.html()).doesNotContain("attacker");
            assertThat(mail.text()).contains(realm.realm().url() + "/app-passwords/not-me?key=");
        }
    }

    @Nested
    class WhenOneWillExpire {

        @Test
        void isToldOnceHoweverOftenTheJobRuns() {
            Person dave = user("dave");
            AppPasswordOnPaper phone = expiresInSixDays(dave, "phone");
            realm.runJobsUntil("it is told", () -> told(phone) == 1);

            Mail mail = mailbox.await(dave, "expires soon");
            assertThat(mail.text())
                    .contains("* phone")
                    .contains("Its last day is " + day(now.plus(Duration.ofDays(6))) + " (UTC).")
                    .doesNotContain("not-me");

            realm.sql("update APP_PASSWORD set EXPIRY_TOLD_AT = 1 where ID = '" + phone.id() + "'");
            // another round has passed when it has told somebody else
            Person erin = user("erin");
            AppPasswordOnPaper tablet = expiresInSixDays(erin, "tablet");
            realm.runJobsUntil("the other is told", () -> told(tablet) == 1);
            mailbox.await(erin, "expires soon");
            assertThat(realm.sql("update APP_PASSWORD set EXPIRY_TOLD_AT = 2 where EXPIRY_TOLD_AT = 1 and ID = '"
                            + phone.id() + "'"))
                    .as("it is not noted anew")
                    .isEqualTo(1);
            assertThat(mailbox.of(dave).stream().filter(one -> one.subject().contains("expires")))
                    .hasSize(1);
        }

        @Test
        void isNotToldOfOneThatWasMadeForLess() {
            Person frank = user("frank");
            AppPasswordOnPaper guest = realm.realm()
                    .appPassword(
                            frank,
                            "guest",
                            List.of(),
                            now.plus(Duration.ofDays(5)).toString(),
                            "imap");
            AppPasswordOnPaper phone = expiresInSixDays(frank, "phone");

            realm.runJobsUntil("the other one is told", () -> told(phone) == 1);

            assertThat(told(guest)).isZero();
        }

        /** One that was made for thirty days. */
        private AppPasswordOnPaper expiresInSixDays(Person person, String label) {
            AppPasswordOnPaper password = realm.realm()
                    .appPassword(
                            person,
                            label,
                            List.of(),
                            now.plus(Duration.ofDays(6)).toString(),
                            "imap");
            realm.age(password, "CREATED_AT", now.minus(Duration.ofDays(24)));
            return password;
        }

        /** How many rows say that it was told: one or none. */
        private int told(AppPasswordOnPaper password) {
            return realm.sql("update APP_PASSWORD set EXPIRY_TOLD_AT = EXPIRY_TOLD_AT where ID = '" + password.id()
                    + "' and EXPIRY_TOLD_AT is not null");
        }
    }

    @Nested
    class WhenOneEndedForDisuse {

        @Test
        void isToldAndAHostileLabelDoesNoHarm() {
            Person grace = user("grace");
            AppPasswordOnPaper phone = realm.appPassword(grace, "phone");
            String hostile = "x\r\nBcc: victim@example.org\r\n\r\n<img onerror=a()>\u202egnp.exe";
            realm.sql("update CREDENTIAL set USER_LABEL = '" + hostile + "' where ID = '" + phone.id() + "'");
            realm.realm().admin().post(realm.realm().path("/clear-user-cache"), Map.of());
            realm.age(phone, "USED_AT", now.minus(Duration.ofDays(400)));

            realm.awaitEnd(grace, phone);

            Mail mail = mailbox.await(grace, "Unused app password");
            String harmless =
                    "x\ufffd\ufffdBcc: victim@example.org\ufffd\ufffd\ufffd\ufffd<img onerror=a()>" + "\ufffdgnp.exe";
            assertThat(mail.subject()).isEqualTo("Unused app password at Example & Sons has ended");
            assertThat(mail.raw().split("\r?\n\r?\n", 2)[0]).doesNotContainIgnoringCase("bcc");
            assertThat(mail.text()).contains("* " + harmless);
            assertThat(mail.html()).contains("&lt;img onerror=a()&gt;").doesNotContain("<img");
            assertThat(mail.text() + mail.html()).doesNotContain("\u202e").doesNotContain("\nBcc");
        }
    }

    @Nested
    class WhenTheMainPasswordIsSet {

        @Test
        void asksToReviewThoseThatAreKept() {
            Person heidi = user("heidi");
            realm.appPassword(heidi, "phone");

            setPassword(heidi);

            Mail mail = mailbox.await(heidi, "review your app passwords");
            assertThat(mail.text())
                    .contains("Your app passwords still work.")
                    .contains("/account/account-security/signing-in");
        }

        @Test
        void namesThoseThatWereRevoked() {
            realm.realm().policy(Map.of("on-password-set-by-admin", "revoke"));
            Person ivan = user("ivan");
            realm.appPassword(ivan, "phone");

            setPassword(ivan);

            Mail mail = mailbox.await(ivan, "review your app passwords");
            assertThat(mail.text())
                    .contains("were revoked with it")
                    .contains("* phone")
                    .contains("For: Reading mail (IMAP)")
                    .doesNotContain("It ends");
        }

        @Test
        void isNotToldToWhoHasNone() {
            Person judy = user("judy");
            setPassword(judy);

            awaitWhatWasCaused("judy-control");

            assertThat(mailbox.of(judy)).isEmpty();
        }
    }

    @Nested
    class IsNotSent {

        @Test
        void whereThePolicySaysSo() {
            realm.realm().policy(Map.of("mail-when-made", "false", "mail-when-password-set", "false"));
            Person mallory = user("mallory");
            realm.appPassword(mallory, "phone");
            setPassword(mallory);

            realm.realm().policy(Map.of());
            awaitWhatWasCaused("mallory-control");

            assertThat(mailbox.of(mallory)).isEmpty();
        }

        @Test
        void toAnAddressThatIsNotVerifiedOrAUserWhoIsDisabled() {
            Person niaj = realm.realm().user(NewUser.named("niaj").withEmail("niaj@example.org", false));
            realm.appPassword(niaj, "phone");
            Person olivia = user("olivia");
            realm.appPassword(olivia, "phone");
            realm.realm().admin().put(realm.realm().path("/users/" + olivia.id()), Map.of("enabled", false));

            awaitWhatWasCaused("olivia-control");

            assertThat(mailbox.of(niaj)).isEmpty();
            assertThat(mailbox.of(olivia)).isEmpty();
        }

        @Test
        void byAMailServerThatIsAwayAndNobodyElseWaitsForIt() {
            Map<String, String> away = new HashMap<>(mailbox.smtpServer());
            away.put("port", String.valueOf(Ports.free()));
            try (LifeRealm other = new LifeRealm(realm.realm().keycloak(), Map.of("smtpServer", away))) {
                Person peggy = other.realm().user(NewUser.named("peggy").withOtp());
                AppPasswordOnPaper phone = other.appPassword(peggy, "phone");
                Person quentin = other.realm().user(NewUser.named("quentin").withOtp());
                other.appPassword(quentin, "phone");

                awaitWhatWasCaused("peggy-control");

                assertThat(other.status(peggy, phone)).isEqualTo(200);
                Waiting.until(PATIENCE, "the failure is logged", () -> log().contains("(made) to user " + peggy.id()));
                assertThat(log())
                        .contains("and is tried again: java.net.ConnectException")
                        .doesNotContain("(made) to user " + quentin.id());
            }
        }
    }

    private static String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.ENGLISH)
                .format(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    private String log() {
        try {
            return Files.readString(realm.realm().keycloak().log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setPassword(Person person) {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path("/users/" + person.id() + "/reset-password"),
                        Map.of("type", "password", "value", "Another-1", "temporary", false));
    }
}
