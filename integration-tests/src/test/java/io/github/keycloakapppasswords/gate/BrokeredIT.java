package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.lifecycle.Mailbox;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users whose second factor is that of another identity provider: a second realm, of which the policy takes a word. */
class BrokeredIT extends GateTest {

    private static final String ACCEPTED = "corp amr mfa";
    private static final String AT_PROVIDER = "appPasswordSignInAtProvider";

    private final IdentityProvider corp;

    // Of each test its own: one person in two realms.
    private Person alice = new Person("", "", "", Optional.empty());
    private Person aliceAtCorp = alice;

    BrokeredIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        corp = IdentityProvider.create(keycloak);
    }

    @BeforeEach
    void link() {
        corp.register(realm.realm(), "corp");
        policy(Map.of());
        aliceAtCorp = corp.user(NewUser.named("alice.corp").withOtp());
        alice = realm.user(NewUser.named("alice"));
        realm.removePassword(alice);
        IdentityProvider.link(realm.realm(), alice, "corp", aliceAtCorp);
    }

    @AfterEach
    void removeCorp() {
        corp.close();
    }

    private void policy(Map<String, String> more) {
        Map<String, String> policy = new HashMap<>(more);
        policy.put("identity-provider-factors", ACCEPTED);
        realm.realm().policy(policy);
    }

    /** Signs in at the provider, where somebody without an authenticator app is asked for the password only. */
    private void signInAt(String alias, Person there) {
        page().click("#social-" + alias);
        signInThere(there);
    }

    private void signInThere(Person there) {
        visitor.login().password(there);
        if (there.authenticatorApp().isPresent()) {
            visitor.login().code(there.app().freshCode());
        }
    }

    /** Waits until every proof so far is older than the policy allows. */
    private void makeStale() {
        policy(Map.of("freshness-seconds", "10"));
        Instant stale = Instant.now().plusSeconds(11);
        Waiting.until(Duration.ofSeconds(15), "the proof is stale", () -> Instant.now()
                .isAfter(stale));
    }

    /** Signs out here and not at the provider. */
    private void forgetSessionHere() {
        page().context()
                .clearCookies(new BrowserContext.ClearCookiesOptions()
                        .setPath("/realms/" + realm.realm().name() + "/"));
    }

    @Test
    void makesOneWithoutAnyPasswordHereByTheSecondFactorThere() {
        begin();
        signInAt("corp", aliceAtCorp);
        action().create("Thunderbird", "imap");
        String secret = action().secret();
        action().finish();

        Asking dovecot = Asking.as(realm.realm(), realm.realm().gateway("dovecot", "imap"));
        assertThat(dovecot.status("alice", secret)).isEqualTo(200);
    }

    @Test
    void countsForSomebodyWhoSignsInHereForTheFirstTime() {
        begin();
        signInAt("corp", corp.user(NewUser.named("bob.corp").withOtp()));

        assertForm();
    }

    /** Signing in there again, with a second factor, would do; who has none there sets one up here. */
    @Test
    void countsNothingIfTheProviderSaysThatItAskedForAPasswordOnlyButMaySetOneUp() {
        Person carolAtCorp = corp.user(NewUser.named("carol.corp"));
        Person carol = realm.user(NewUser.named("carol"));
        IdentityProvider.link(realm.realm(), carol, "corp", carolAtCorp);

        policy(Map.of("enrolment-offered", "false"));
        begin();
        signInAt("corp", carolAtCorp);
        assertRefused(AT_PROVIDER);

        policy(Map.of());
        page().click("#kc-app-password-sign-in");
        page().click("#social-corp");
        page().fill("#password", carolAtCorp.password());
        page().click("#kc-login");
        assertThat(page().locator("#kc-app-password-sign-in")).isVisible();
        action().setUp("otp");
        visitor.login().enrolApp();

        assertForm();
    }

    @Test
    void countsNoWordOfAnotherProvider() {
        corp.register(realm.realm(), "own");
        IdentityProvider.link(realm.realm(), alice, "own", aliceAtCorp);

        begin();
        signInAt("own", aliceAtCorp);

        assertRefused(AT_PROVIDER);
    }

    @Test
    void countsNothingForWhoSignsInHereAlthoughLinked() {
        realm.loginWithoutSecondFactor();
        Person carol = realm.user(NewUser.named("carol"));
        IdentityProvider.link(
                realm.realm(),
                carol,
                "corp",
                corp.user(NewUser.named("carol.corp").withOtp()));

        beginWithPassword(carol);

        assertRefused(AT_PROVIDER);
    }

    /** The thief of a password links an account of their own with the victim's. */
    @Test
    void countsNothingInTheLoginThatMadeTheLink() {
        Person victim = realm.user(NewUser.named("victim").withEmail("victim@example.org", true));
        Person thief = corp.user(
                NewUser.named("thief").withEmail("victim@example.org", true).withOtp());

        begin();
        signInAt("corp", thief);
        page().click("#linkAccount");
        page().fill("#password", victim.password());
        page().click("#kc-login");

        assertRefused("appPasswordSignInAgain");
    }

    /** The thief of a password has an old session, too: there the link needs no second factor. */
    @Test
    void countsALinkBesideAnotherFactorOnlyWhenTheWaitingTimeIsOverAndTellsItsOwner() {
        try (Mailbox mailbox = new Mailbox()) {
            realm.realm().admin().put(realm.realm().path(""), Map.of("smtpServer", mailbox.smtpServer()));
            Person victim = realm.user(NewUser.named("victim").withOtp());
            Person thief = corp.user(NewUser.named("thief.corp").withOtp());
            link(victim);
            signInThere(thief);
            action().outcome();

            assertThat(mailbox.await(victim, "A second step").text()).contains("not-me");
            signInAnewAt("corp", thief);
            assertAsksForCode();

            // without a waiting time the thief gets in
            policy(Map.of("enrolment-wait-hours", "0"));
            signInAnewAt("corp", thief);
            assertForm();
        }
    }

    @Test
    void countsALinkAtOnceThatAnAdminMadeBesideAnotherFactor() {
        Person carol = realm.user(NewUser.named("carol").withOtp());
        beginWithCode(carol);
        Person carolAtCorp = corp.user(NewUser.named("carol.corp").withOtp());
        IdentityProvider.link(realm.realm(), carol, "corp", carolAtCorp);

        signInAnewAt("corp", carolAtCorp);

        assertForm();
    }

    /** By an old session, whose token may remove links, too. */
    @Test
    void waitsWithALinkThatTakesTheOwnersPlace() {
        realm.loginWithoutSecondFactor();
        Person carol = realm.user(NewUser.named("carol"));
        IdentityProvider.link(
                realm.realm(),
                carol,
                "corp",
                corp.user(NewUser.named("carol.corp").withOtp()));
        Person thief = corp.user(NewUser.named("thief.corp").withOtp());
        Console.allowPasswordGrant(realm.realm());
        HttpAnswer removed = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.realm().url() + "/account/linked-accounts/corp"))
                        .header(
                                "Authorization",
                                "Bearer " + Console.of(realm.realm(), carol).token())
                        .header("Accept", "application/json")
                        .DELETE()
                        .build());
        assertThat(removed.status()).as(removed.body()).isEqualTo(204);
        link(carol);
        signInThere(thief);
        action().outcome();

        signInAnewAt("corp", thief);
        assertRefused("appPasswordWaitNew");
    }

    /** Begins Keycloak's own action that links an account at the provider. */
    private void link(Person person) {
        page().navigate(AppPasswordAction.address(realm.realm()).replace(GateRealm.ACTION, "idp_link%3Acorp"));
        visitor.login().password(person);
        if (person.authenticatorApp().isPresent()) {
            visitor.login().code(person.app().freshCode());
        }
        page().click("#kc-continue");
    }

    /** Of which no event tells. */
    @Test
    void waitsAfterAWorkflowHasRemovedTheOnlyLink() {
        realm.loginWithoutSecondFactor();
        Person carolAtCorp = corp.user(NewUser.named("carol.corp").withOtp());
        Person carol = realm.user(NewUser.named("carol"));
        IdentityProvider.link(realm.realm(), carol, "corp", carolAtCorp);
        String workflow = realm.realm()
                .admin()
                .post(
                        realm.realm().path("/workflows"),
                        Map.of(
                                "name",
                                "unlink",
                                "steps",
                                List.of(Map.of("uses", "unlink-user", "with", Map.of("idp", List.of("corp"))))))
                .orElseThrow();

        realm.realm()
                .admin()
                .post(realm.realm().path("/workflows/" + workflow + "/activate/USERS/" + carol.id()), Map.of());
        Waiting.until(Duration.ofSeconds(20), "the link is removed", () -> realm.realm()
                .admin()
                .get(realm.realm().path("/users/" + carol.id() + "/federated-identity"))
                .isEmpty());

        beginWithPassword(carol);
        assertRefused("appPasswordWaitRemoved");
    }

    private void signInAnewAt(String alias, Person there) {
        signOut();
        begin();
        signInAt(alias, there);
    }

    @Test
    void goesStaleAndIsFreshAgainAfterSigningInThere() {
        begin();
        signInAt("corp", aliceAtCorp);
        assertForm();
        // ends the login, which makes the session
        action().cancel();
        action().outcome();
        makeStale();

        begin();
        assertRefused(AT_PROVIDER);
        page().click("#kc-app-password-sign-in");
        policy(Map.of());
        page().click("#social-corp");
        // although there is a session at the provider, it asks again, and knows by it whom
        page().fill("#password", aliceAtCorp.password());
        page().click("#kc-login");
        visitor.login().code(aliceAtCorp.app().freshCode());

        assertForm();
    }

    /** The provider's own single sign-on: a new token of an old authentication. */
    @Test
    void isAsOldAsTheAuthenticationAtTheProvider() {
        begin();
        signInAt("corp", aliceAtCorp);
        assertForm();
        makeStale();
        forgetSessionHere();

        begin();
        page().click("#social-corp");

        assertRefused(AT_PROVIDER);
    }

    @Test
    void countsNoProofThatAMapperOfTheProviderWrote() {
        realm.realm().policy(Map.of());
        Person dave = realm.user(NewUser.named("dave").withOtp());
        Person daveAtCorp = corp.user(NewUser.named("dave.corp"));
        IdentityProvider.link(realm.realm(), dave, "corp", daveAtCorp);
        String otp =
                realm.realm().credentials(dave).findValuesAsText("id").stream().collect(Collectors.joining("\",\""));
        long now = Instant.now().getEpochSecond();
        IdentityProvider.writeNote(
                realm.realm(),
                "corp",
                "app-passwords.second-factor",
                "{\"user\":\"" + dave.id() + "\",\"completed\":{\"otp\":" + now + "}}");
        IdentityProvider.writeNote(
                realm.realm(),
                "corp",
                "app-passwords.factors",
                "{\"user\":\"" + dave.id() + "\",\"at\":" + now + ",\"ids\":[\"" + otp + "\"]}");

        begin();
        signInAt("corp", daveAtCorp);

        assertThat(page().locator("[id^=kc-app-password]").first()).isVisible();
        assertThat(page().locator("#kc-app-password-create")).isHidden();
    }

    /** Keycloak's own, which says that a password was asked for, takes its place. */
    @Test
    void countsNoIdTokenThatAMapperOfTheProviderWrote() {
        Person carolAtCorp = corp.user(NewUser.named("carol.corp"));
        Person carol = realm.user(NewUser.named("carol"));
        IdentityProvider.link(realm.realm(), carol, "corp", carolAtCorp);
        String claims = "{\"sub\":\"" + carolAtCorp.id() + "\",\"auth_time\":"
                + Instant.now().plusSeconds(3).getEpochSecond() + ",\"amr\":[\"mfa\"]}";
        IdentityProvider.writeNote(
                realm.realm(),
                "corp",
                "FEDERATED_ID_TOKEN",
                base64("{\"alg\":\"RS256\"}") + "." + base64(claims) + ".eA");

        begin();
        signInAt("corp", carolAtCorp);

        assertThat(page().locator("#kc-app-password-sign-in")).isVisible();
        assertThat(page().locator("#kc-app-password-create")).isHidden();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void makesNoneAndSuspendsThoseThereAreWhenTheLinkIsGone() {
        policy(Map.of("suspension-grace-hours", "0"));
        Asking dovecot = Asking.as(realm.realm(), realm.realm().gateway("dovecot", "imap"));
        AppPasswordOnPaper phone = realm.realm().appPassword(alice, "phone", "imap");
        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
        begin();
        signInAt("corp", aliceAtCorp);
        assertForm();

        IdentityProvider.unlink(realm.realm(), alice, "corp");

        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(401);
        action().create("Thunderbird", "imap");
        assertThat(page().locator("#kc-app-password-setup")).isVisible();

        IdentityProvider.link(realm.realm(), alice, "corp", aliceAtCorp);
        assertThat(dovecot.status("alice", phone.secret())).isEqualTo(200);
    }
}
