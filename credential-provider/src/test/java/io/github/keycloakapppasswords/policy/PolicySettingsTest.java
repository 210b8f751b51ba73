package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.ValidationException;

class PolicySettingsTest {

    @Test
    void hasDefaults() {
        Policy policy = PolicySettings.read(Map.of());

        assertThat(policy.secondFactors()).containsExactlyInAnyOrder("otp", "webauthn", "webauthn-passwordless");
        assertThat(policy.freshness()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.maximumPerUser()).isEqualTo(25);
        assertThat(policy.protocols()).isEqualTo(Protocol.KNOWN);
        assertThat(policy.defaultLifetime()).isNull();
        assertThat(policy.longestLifetime()).isNull();
        assertThat(policy.ownersMayRestrictNetworks()).isFalse();
        assertThat(policy.enrolmentOffered()).isTrue();
        assertThat(policy.servers()).isEmpty();
        assertThat(policy.lifeCycle())
                .isEqualTo(new LifeCycle(
                        Duration.ofHours(24),
                        Duration.ofHours(24),
                        Duration.ofDays(365),
                        Duration.ofDays(30),
                        OnPassword.KEEP,
                        OnPassword.REVOKE,
                        OnPassword.KEEP));
        assertThat(policy.mailNotices())
                .containsExactlyInAnyOrder(
                        MailNotice.MADE,
                        MailNotice.EXPIRES_SOON,
                        MailNotice.DISUSED,
                        MailNotice.PASSWORD_SET,
                        MailNotice.FACTOR_REMOVED,
                        MailNotice.FACTOR_ADDED);
    }

    @Test
    void readsEachMailNoticeByItself() {
        for (MailNotice notice : MailNotice.values()) {
            assertThat(PolicySettings.read(Map.of(notice.setting(), "true")).mailNotices())
                    .contains(notice);
            assertThat(PolicySettings.read(Map.of(notice.setting(), "false")).mailNotices())
                    .doesNotContain(notice);
        }
    }

    @Test
    void givesTheAdminConsoleNoDefaultThatItWouldSave() {
        assertThat(PolicySettings.metadata())
                .allSatisfy(property -> assertThat(property.getDefaultValue()).isNull())
                .noneSatisfy(property -> assertThat(property.getType()).isEqualTo(ProviderConfigProperty.BOOLEAN_TYPE));
    }

    @Test
    void takesTheFirstChoiceOfEachListForTheDefault() {
        Map<String, String> untouched = new HashMap<>();
        for (ProviderConfigProperty property : PolicySettings.metadata()) {
            boolean list = ProviderConfigProperty.LIST_TYPE.equals(property.getType());
            untouched.put(property.getName(), list ? property.getOptions().get(0) : "");
        }
        assertThat(PolicySettings.read(untouched)).isEqualTo(PolicySettings.read(Map.of()));
        assertThat(untouched).containsEntry("mail-when-made", "default").containsEntry("on-password-change", "default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"freshness-seconds", "second-factors", "servers"})
    void takesTheWordDefaultForNothingButAChoice(String key) {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicySettings.read(Map.of(key, "default")));
    }

    @Test
    void namesGroupUnitAndDefaultOfEachSetting() {
        assertThat(PolicySettings.metadata()).allSatisfy(property -> {
            assertThat(property.getLabel())
                    .matches(
                            "(Second factor|New app passwords|Mail programs|Apple profiles|End|Main password|Records|Mail): .*");
            assertThat(property.getHelpText()).containsPattern(" Default: .+\\.$");
            if (property.getName().endsWith("-seconds")) {
                assertThat(property.getLabel()).endsWith(" (seconds)");
            }
            if (property.getName().endsWith("-hours")) {
                assertThat(property.getLabel()).endsWith(" (hours)");
            }
            if (property.getName().endsWith("-days")) {
                assertThat(property.getLabel()).endsWith(" (days)");
            }
        });
    }

    @Test
    void keepsEachGroupTogether() {
        List<String> groups = PolicySettings.metadata().stream()
                .map(property ->
                        property.getLabel().substring(0, property.getLabel().indexOf(':')))
                .toList();

        long changes = IntStream.range(1, groups.size())
                .filter(i -> !groups.get(i).equals(groups.get(i - 1)))
                .count();
        assertThat(changes).isEqualTo(Set.copyOf(groups).size() - 1);
    }

    @Test
    void readsEverySetting() {
        Policy policy = PolicySettings.read(Map.of(
                "second-factors", "webauthn##otp",
                "freshness-seconds", " 60 ",
                "maximum-per-user", "1",
                "protocols", "imap, smtp,print-8",
                "default-lifetime-days", "30",
                "longest-lifetime-days", "365",
                "owners-may-restrict-networks", "true",
                "enrolment-offered", "false",
                "servers", "imap imap.example.org:993 tls##smtp [2001:db8::1]:587 starttls##caldav https://d.example/x",
                "max_auth_age", "300"));

        assertThat(policy.secondFactors()).containsExactlyInAnyOrder("webauthn", "otp");
        assertThat(policy.freshness()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.maximumPerUser()).isEqualTo(1);
        assertThat(policy.protocols()).containsExactly(Protocol.IMAP, Protocol.SMTP, Protocol.of("print-8"));
        assertThat(policy.defaultLifetime()).isEqualTo(Duration.ofDays(30));
        assertThat(policy.longestLifetime()).isEqualTo(Duration.ofDays(365));
        assertThat(policy.ownersMayRestrictNetworks()).isTrue();
        assertThat(policy.enrolmentOffered()).isFalse();
        assertThat(policy.serversFor(Set.of(Protocol.SMTP, Protocol.CALDAV)))
                .isEqualTo(List.of(
                        new Server(Protocol.SMTP, "[2001:db8::1]:587", Server.Security.STARTTLS),
                        new Server(Protocol.CALDAV, "https://d.example/x", Server.Security.TLS)));
    }

    @Test
    void readsTheWordsOfIdentityProviders() {
        Policy policy = PolicySettings.read(Map.of(
                "second-factors", "otp",
                "identity-provider-factors", "corp amr mfa##corp acr urn:example:gold##other  amr  hwk"));

        assertThat(policy.identityProviderFactors())
                .containsExactly(
                        new IdentityProviderFactor("corp", IdentityProviderFactor.Claim.AMR, "mfa"),
                        new IdentityProviderFactor("corp", IdentityProviderFactor.Claim.ACR, "urn:example:gold"),
                        new IdentityProviderFactor("other", IdentityProviderFactor.Claim.AMR, "hwk"));
        assertThat(policy.acceptedTypes())
                .containsExactlyInAnyOrder("otp", "identity-provider:corp", "identity-provider:other");
        assertThat(PolicySettings.read(Map.of()).identityProviderFactors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mfa", "corp:mfa", "corp mfa", "corp AMR mfa", "corp amr", "corp amr mfa more", "amr mfa", "##"})
    void refusesAWordWithoutItsProvider(String words) {
        assertThatThrownBy(() -> PolicySettings.read(Map.of("identity-provider-factors", words)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageStartingWith(
                        "\"Second factor: accepted words of identity providers\" (identity-provider-factors) cannot be"
                                + " \"")
                .hasMessageEndingWith(
                        "It must be the alias of an identity provider, amr or acr, and the value, separated by"
                                + " spaces, like \"corp amr mfa\".");
    }

    @Test
    void readsWhatBecomesOfThoseThatWereMade() {
        Policy policy = PolicySettings.read(Map.of(
                "suspension-grace-hours", "0",
                "enrolment-wait-hours", "8760",
                "idle-expiry-days", "0",
                "never-used-expiry-days", "3650",
                "on-password-change", "revoke",
                "on-password-reset-by-email", "keep",
                "on-password-set-by-admin", "revoke"));

        assertThat(policy.lifeCycle())
                .isEqualTo(new LifeCycle(
                        Duration.ZERO,
                        Duration.ofDays(365),
                        null,
                        Duration.ofDays(3650),
                        OnPassword.REVOKE,
                        OnPassword.KEEP,
                        OnPassword.REVOKE));
    }

    @Test
    void offersAsManyProtocolsAsTheRowHolds() {
        String fifty = IntStream.rangeClosed(1, 50).mapToObj(i -> "p" + i).collect(Collectors.joining("##"));

        assertThat(PolicySettings.read(Map.of("protocols", fifty)).protocols()).hasSize(50);
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicySettings.read(Map.of("protocols", fifty + "##one-more")))
                .withMessage(
                        "\"New app passwords: protocols on offer\" (protocols) cannot be \"51 protocols\". It must be a"
                                + " list of 1 to 50.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "second-factors | password | A second factor is one of these credential types",
                "second-factors | otp## | A second factor is one of these credential types",
                "freshness-seconds | 9 | a whole number from 10 to 86400",
                "freshness-seconds | 86401 | a whole number from 10 to 86400",
                "freshness-seconds | 5m | a whole number from 10 to 86400",
                "freshness-seconds | 99999999999 | a whole number from 10 to 86400",
                "freshness-seconds | -300 | a whole number from 10 to 86400",
                "freshness-seconds | ٣٠٠ | a whole number from 10 to 86400",
                "maximum-per-user | 0 | a whole number from 1 to 1000",
                "maximum-per-user | 1.5 | a whole number from 1 to 1000",
                "protocols | IMAP | A protocol is 1 to 32 lower-case letters",
                "protocols | imap##imap/993 | A protocol is 1 to 32 lower-case letters",
                "default-lifetime-days | 0 | a whole number from 1 to 3650",
                "longest-lifetime-days | never | a whole number from 1 to 3650",
                "owners-may-restrict-networks | yes | true or false",
                "enrolment-offered | 1 | true or false",
                "suspension-grace-hours | -1 | a whole number from 0 to 8760",
                "suspension-grace-hours | 8761 | a whole number from 0 to 8760",
                "suspension-grace-hours | 24h | a whole number from 0 to 8760",
                "enrolment-wait-hours | -1 | a whole number from 0 to 8760",
                "enrolment-wait-hours | 8761 | a whole number from 0 to 8760",
                "enrolment-wait-hours | 1.5 | a whole number from 0 to 8760",
                "enrolment-wait-hours | 1d | a whole number from 0 to 8760",
                "enrolment-wait-hours | ٢٤ | a whole number from 0 to 8760",
                "enrolment-wait-hours | 99999999999 | a whole number from 0 to 8760",
                "idle-expiry-days | 3651 | a whole number from 0 to 3650",
                "idle-expiry-days | never | a whole number from 0 to 3650",
                "never-used-expiry-days | -30 | a whole number from 0 to 3650",
                "never-used-expiry-days | 1.5 | a whole number from 0 to 3650",
                "on-password-change | Revoke | keep or revoke",
                "on-password-reset-by-email | no | keep or revoke",
                "on-password-set-by-admin | true | keep or revoke",
                "unsigned-profiles | no | true or false",
                "mail-when-made | yes | true or false",
                "mail-before-expiry | 7 | true or false",
                "mail-when-disused | True | true or false",
                "mail-when-password-set | on | true or false",
                "mail-when-factor-removed | no | true or false",
                "mail-when-factor-added | 1 | true or false",
                "mail-when-new-network | 0 | true or false",
                "servers | imap.example.org | A server is a protocol",
                "servers | imap imap.example.org tls | A server is a protocol",
                "servers | imap imap.example.org:99999 tls | The port of a server is a whole number from 1 to 65535",
                "servers | imap imap.example.org:65536 tls | The port of a server is a whole number from 1 to 65535",
                "servers | imap imap.example.org:0 tls | The port of a server is a whole number from 1 to 65535",
                "servers | imap imap[.example.org:993 tls | A server is a protocol",
                "servers | caldav https://dav[.example.org/ | A server is a protocol",
                "servers | imap imap.example.org:993 none | A server is a protocol",
                "servers | caldav http://dav.example.org/ | A server is a protocol",
                "servers | caldav https://user:pw@dav.example.org/ | A server is a protocol"
            })
    void refusesBadValueNamingSettingValueAndRange(String key, String value, String allowed) {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicySettings.read(Map.of(key, value)))
                .withMessageContaining("(" + key + ") cannot be ")
                .withMessageContaining(allowed)
                .satisfies(e -> assertThat(e.setting()).isEqualTo(key));
    }

    @Test
    void refusesSettingThatDoesNotExist() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicySettings.read(Map.of("freshness", "300")))
                .withMessage("Unknown setting \"freshness\" in the policy of app passwords.");
    }

    @Test
    void refusesDefaultLongerThanLongest() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(
                        () -> PolicySettings.read(Map.of("default-lifetime-days", "31", "longest-lifetime-days", "30")))
                .withMessage("The suggested lifetime must not be longer than the longest lifetime of 30 days; it was 31"
                        + " days.");
    }

    @Test
    void takesADefaultAsLongAsTheLongest() {
        assertThat(PolicySettings.read(Map.of("default-lifetime-days", "30", "longest-lifetime-days", "30"))
                        .defaultLifetime())
                .isEqualTo(Duration.ofDays(30));
    }

    @Test
    void takesEachPortOfAServer() {
        assertThat(PolicySettings.read(Map.of("servers", "imap a.example:1 tls##smtp a.example:65535 starttls"))
                        .servers())
                .extracting(Server::address)
                .containsExactly("a.example:1", "a.example:65535");
    }

    @Test
    void findsTheWordInItsOwnClaimOnly() {
        IdentityProviderFactor amr = IdentityProviderFactor.parse("corp amr mfa");
        IdentityProviderFactor acr = IdentityProviderFactor.parse("corp acr mfa");

        assertThat(amr.isIn(List.of("pwd", "mfa"), Optional.empty())).isTrue();
        assertThat(amr.isIn(List.of("pwd"), Optional.of("mfa"))).isFalse();
        assertThat(acr.isIn(List.of(), Optional.of("mfa"))).isTrue();
        assertThat(acr.isIn(List.of("mfa"), Optional.of("MFA"))).isFalse();
        assertThat(acr.isIn(List.of("mfa"), Optional.empty())).isFalse();
    }

    @Test
    void namesTheTextsOfEachMailNotice() {
        assertThat(MailNotice.values())
                .extracting(MailNotice::id)
                .containsExactly(
                        "made",
                        "expires-soon",
                        "disused",
                        "password-set",
                        "factor-removed",
                        "factor-added",
                        "new-network");
    }

    @Test
    void tellsKeycloakInFinishedSentences() {
        RequiredActionConfigModel model = new RequiredActionConfigModel();
        model.setConfig(Map.of("maximum-per-user", "0"));

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> PolicySettings.validate(model))
                .satisfies(e -> assertThat(e.getErrors().get(0).getMessage())
                        .isEqualTo(
                                "\"New app passwords: maximum per user\" (maximum-per-user) cannot be \"0\". It must be a whole number"
                                        + " from 1 to 1000."));
    }

    @Test
    void readsTheDomainsOfMailProgramsInLowerCase() {
        MailPrograms programs = PolicySettings.read(Map.of(
                        PolicySettings.MAIL_DOMAINS,
                        "Example.ORG##xn--bcher-kva.example, a.b.example",
                        PolicySettings.MAIL_USER_NAME,
                        "local-part"))
                .mailPrograms();

        assertThat(programs.domains()).containsExactlyInAnyOrder("example.org", "xn--bcher-kva.example", "a.b.example");
        assertThat(programs.userName()).isEqualTo(MailPrograms.UserName.LOCAL_PART);
        assertThat(PolicySettings.read(Map.of()).mailPrograms()).isEqualTo(new MailPrograms(Set.of(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example",
                "anna@example.org",
                ".example.org",
                "example.org.",
                "-a.example",
                "a_b.example",
                "https://example.org",
                "b\u00fccher.example",
                "exa mple.org",
                "a..example"
            })
    void refusesWhatIsNoDomain(String domain) {
        assertThatThrownBy(() -> PolicySettings.read(Map.of(PolicySettings.MAIL_DOMAINS, domain)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("\"Mail programs: domains\" (mail-domains) cannot be")
                .hasMessageContaining("A domain is the part of an e-mail address after the @");
    }

    @Test
    void refusesMoreDomainsThanItTakesAndAnotherUserName() {
        String many =
                IntStream.range(0, 501).mapToObj(i -> "d" + i + ".example").collect(Collectors.joining(","));

        assertThatThrownBy(() -> PolicySettings.read(Map.of(PolicySettings.MAIL_DOMAINS, many)))
                .hasMessageContaining("It must be a list of at most 500.");
        assertThatThrownBy(() -> PolicySettings.read(Map.of(PolicySettings.MAIL_USER_NAME, "email")))
                .hasMessageContaining("(mail-user-name) cannot be \"email\". It must be address or local-part.");
    }
}
