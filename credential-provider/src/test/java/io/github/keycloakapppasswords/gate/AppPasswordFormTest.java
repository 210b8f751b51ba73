package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gate.AppPasswordForm.FieldError;
import io.github.keycloakapppasswords.gate.AppPasswordForm.Invalid;
import io.github.keycloakapppasswords.gate.AppPasswordForm.Reading;
import io.github.keycloakapppasswords.gate.AppPasswordForm.Valid;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.policy.MailPrograms;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppPasswordFormTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Protocol> OFFERED =
            List.of(Protocol.IMAP, Protocol.SMTP, Protocol.CALDAV, Protocol.of("my-scanner"));

    private final MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();

    AppPasswordFormTest() {
        fields.add("label", "Thunderbird");
        fields.add("protocols", "imap");
    }

    @Test
    void takesWhatThePolicyAllows() {
        Valid valid = valid(policy(null, false));

        assertThat(valid.label().value()).isEqualTo("Thunderbird");
        assertThat(valid.protocols()).containsExactly(Protocol.IMAP);
        assertThat(valid.networks()).isEmpty();
        assertThat(valid.expiresAt()).isNull();
    }

    @Test
    void tellsOfEveryFieldAtOnce() {
        fields.putSingle("label", " ");
        fields.putSingle("protocols", "pop3");
        fields.putSingle("expiry", "tomorrow");
        fields.putSingle("networks", "here");

        assertThat(errors(policy(null, true)))
                .extracting(FieldError::field)
                .containsExactly("label", "protocols", "expiry", "networks");
    }

    @Test
    void takesAFieldWithoutAValueForNone() {
        fields.put("presets", Collections.singletonList(null));

        assertThat(valid(policy(null, false)).protocols()).containsExactly(Protocol.IMAP);
    }

    @Test
    void survivesAnEmptyForm() {
        fields.clear();

        assertThat(errors(policy(null, true)))
                .extracting(FieldError::messageKey)
                .containsExactly("appPasswordLabelEmpty", "appPasswordProtocolNone");
    }

    @Nested
    class Labels {

        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "\u2003"})
        void mustNotBeEmpty(String label) {
            fields.putSingle("label", label);

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("label", "appPasswordLabelEmpty", null));
        }

        @Test
        void mustNotBeTooLong() {
            fields.putSingle("label", "x".repeat(65));

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("label", "appPasswordLabelTooLong", "64"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\u202eb", "a\nb", "a\u0000b"})
        void mustNotHoldControlsOrBidiMarks(String label) {
            fields.putSingle("label", label);

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("label", "appPasswordLabelForbiddenCharacter", null));
        }
    }

    @Nested
    class Protocols {

        @Test
        void areThoseOfPresetsAndSingleOnesTogether() {
            fields.add("presets", "mail");
            fields.add("protocols", "my-scanner");

            assertThat(valid(policy(null, false)).protocols())
                    .containsExactlyInAnyOrder(Protocol.IMAP, Protocol.SMTP, Protocol.of("my-scanner"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"pop3", "IMAP", "", "imap,smtp", "../imap"})
        void mustBeOffered(String protocol) {
            fields.add("protocols", protocol);

            assertThat(errors(policy(null, false)))
                    .extracting(FieldError::messageKey)
                    .containsExactly("appPasswordProtocolNotOffered");
        }

        @ParameterizedTest
        @ValueSource(strings = {"files", "everything", "MAIL", ""})
        void arePresetsThatAreOffered(String preset) {
            fields.add("presets", preset);

            assertThat(errors(policy(null, false)))
                    .extracting(FieldError::messageKey)
                    .containsExactly("appPasswordProtocolNotOffered");
        }

        @Test
        void areAtLeastOne() {
            fields.remove("protocols");

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("protocols", "appPasswordProtocolNone", null));
        }
    }

    @Nested
    class Expiry {

        @Test
        void isTheEndOfTheDay() {
            fields.putSingle("expiry", "2026-03-01");

            assertThat(valid(policy(null, false)).expiresAt()).isEqualTo("2026-03-02T00:00:00Z");
        }

        @Test
        void isAnyDayToTheYear9999() {
            fields.putSingle("expiry", "9999-12-30");

            assertThat(valid(policy(null, false)).expiresAt()).isEqualTo("9999-12-31T00:00:00Z");
        }

        @Test
        void isNotAfterTheLongestLifetime() {
            fields.putSingle("expiry", "2026-03-11");

            assertThat(valid(policy(Duration.ofDays(10), false)).expiresAt()).isEqualTo("2026-03-11T12:00:00Z");
            fields.putSingle("expiry", "2026-03-12");
            assertThat(errors(policy(Duration.ofDays(10), false)))
                    .containsExactly(new FieldError("expiry", "appPasswordExpiryTooLate", "2026-03-11"));
        }

        @Test
        void isNeededWhereThereIsALongestLifetime() {
            assertThat(errors(policy(Duration.ofDays(10), false)))
                    .containsExactly(new FieldError("expiry", "appPasswordExpiryMissing", "2026-03-11"));
        }

        @Test
        void isNotPast() {
            fields.putSingle("expiry", "2026-02-28");

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("expiry", "appPasswordExpiryPast", null));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "01.03.2027",
                    "2026-02-30",
                    "2026-3-1",
                    "soon",
                    "+999999999-12-31",
                    "10000-01-01",
                    "2026-03-01T00:00"
                })
        void isADate(String typed) {
            fields.putSingle("expiry", typed);

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("expiry", "appPasswordExpiryNoDate", null));
        }

        @Test
        void isProposedByThePolicy() {
            assertThat(AppPasswordForm.proposedExpiry(policy(null, false), NOW)).isEmpty();
            assertThat(AppPasswordForm.proposedExpiry(policy(Duration.ofDays(10), false), NOW))
                    .contains(LocalDate.of(2026, 3, 11));
        }
    }

    @Nested
    class Networks {

        @Test
        void areSeparatedByAnything() {
            fields.putSingle("networks", " 192.0.2.7,\r\n2001:db8::/32; 10.0.0.0/8 ");

            assertThat(valid(policy(null, true)).networks())
                    .containsExactly(
                            Network.parse("192.0.2.7"), Network.parse("2001:db8::/32"), Network.parse("10.0.0.0/8"));
        }

        @Test
        void areRefusedOneByOne() {
            fields.putSingle("networks", "10.0.0.0/8 nonsense 10.0.0.1/8");

            assertThat(errors(policy(null, true)))
                    .extracting(FieldError::parameter)
                    .containsExactly("\"nonsense\"", "\"10.0.0.1/8\"");
        }

        @Test
        void areNotSilentlyDroppedWhereTheyAreNotOffered() {
            fields.putSingle("networks", "10.0.0.0/8");

            assertThat(errors(policy(null, false)))
                    .containsExactly(new FieldError("networks", "appPasswordNetworksNotOffered", null));
        }

        @Test
        void areAsManyAsTheMost() {
            for (int i = 0; i < AppPasswordForm.MOST_NETWORKS; i++) {
                fields.add("networks", "10.0.0." + i);
            }

            assertThat(valid(policy(null, true)).networks()).hasSize(20);
        }

        @Test
        void areNotTooMany() {
            for (int i = 0; i <= AppPasswordForm.MOST_NETWORKS; i++) {
                fields.add("networks", "10.0.0." + i);
            }

            assertThat(errors(policy(null, true)))
                    .containsExactly(new FieldError("networks", "appPasswordNetworksTooMany", "20"));
        }
    }

    private Valid valid(Policy policy) {
        return (Valid) AppPasswordForm.read(fields, policy, NOW);
    }

    private List<FieldError> errors(Policy policy) {
        Reading reading = AppPasswordForm.read(fields, policy, NOW);
        assertThat(reading).isInstanceOf(Invalid.class);
        return ((Invalid) reading).errors();
    }

    private static Policy policy(@Nullable Duration longest, boolean networks) {
        LifeCycle lifeCycle = new LifeCycle(
                Duration.ofHours(24),
                Duration.ofHours(24),
                null,
                null,
                OnPassword.KEEP,
                OnPassword.REVOKE,
                OnPassword.KEEP);
        return new Policy(
                Set.of("otp"),
                List.of(),
                Duration.ofMinutes(5),
                25,
                OFFERED,
                null,
                longest,
                networks,
                true,
                List.of(),
                new MailPrograms(Set.of(), null),
                false,
                lifeCycle,
                Set.of());
    }
}
