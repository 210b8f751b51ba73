package io.github.keycloakapppasswords.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.policy.LifeCycle.OnPassword;
import io.github.keycloakapppasswords.policy.MailPrograms;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIssueRequestTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Policy NO_LIMIT = policy(null, null);

    private static Policy policy(@Nullable Duration byDefault, @Nullable Duration longest) {
        return new Policy(
                Set.of("otp"),
                List.of(),
                Duration.ofMinutes(5),
                25,
                List.of(Protocol.IMAP, Protocol.SMTP),
                byDefault,
                longest,
                false,
                true,
                List.of(),
                new MailPrograms(Set.of(), null),
                false,
                new LifeCycle(
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        null,
                        null,
                        OnPassword.KEEP,
                        OnPassword.REVOKE,
                        OnPassword.KEEP),
                Set.of());
    }

    private static DeviceIssueRequest read(String body, Policy policy) {
        return DeviceIssueRequest.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), policy, NOW);
    }

    @Test
    void readsAll() {
        DeviceIssueRequest request = read(
                "{'label':' Printer, 2nd floor ','protocols':['smtp','imap','smtp'],"
                        + "'networks':['192.0.2.0/24','192.0.2.0/24'],'expiresAt':'2027-01-01T00:00:00Z'}",
                NO_LIMIT);

        assertThat(request.label().value()).isEqualTo("Printer, 2nd floor");
        assertThat(request.protocols()).containsExactly(Protocol.IMAP, Protocol.SMTP);
        assertThat(request.networks()).containsExactly(Network.parse("192.0.2.0/24"));
        assertThat(request.expiresAt()).isEqualTo("2027-01-01T00:00:00Z");
    }

    /** A label that was filled past its rules could look like another one. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'value':null}", "{'value':' Printer '}", "['Printer']"})
    void takesNoLabelThatIsNoText(String label) {
        assertThatThrownBy(() -> read("{'label':" + label + ",'protocols':['imap']}", NO_LIMIT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("label must be text in quotation marks.");
    }

    @Test
    void lastsForEverWhereThePolicySaysNothing() {
        assertThat(read("{'label':'x','protocols':['imap']}", NO_LIMIT).expiresAt())
                .isNull();
        assertThat(read("{'label':'x','protocols':['imap'],'expiresAt':null}", NO_LIMIT)
                        .expiresAt())
                .isNull();
    }

    @Test
    void lastsAsLongAsThePolicySuggests() {
        Duration month = Duration.ofDays(30);
        Duration year = Duration.ofDays(365);
        String silent = "{'label':'x','protocols':['imap']}";

        assertThat(read(silent, policy(month, year)).expiresAt()).isEqualTo(NOW.plus(month));
        assertThat(read(silent, policy(month, null)).expiresAt()).isEqualTo(NOW.plus(month));
        assertThat(read(silent, policy(null, year)).expiresAt()).isEqualTo(NOW.plus(year));
        assertThat(read("{'label':'x','protocols':['imap'],'expiresAt':null}", policy(month, null))
                        .expiresAt())
                .isNull();
    }

    @Test
    void neverOutlivesTheLongestLifetime() {
        Policy year = policy(null, Duration.ofDays(365));

        assertThat(read("{'label':'x','protocols':['imap'],'expiresAt':'2027-06-01T12:00:00Z'}", year)
                        .expiresAt())
                .isEqualTo("2027-06-01T12:00:00Z");
        assertThatThrownBy(() -> read("{'label':'x','protocols':['imap'],'expiresAt':'2027-06-01T12:00:01Z'}", year))
                .hasMessage("expiresAt is too late: the policy's longest lifetime is 365 days, to"
                        + " 2027-06-01T12:00:00Z at the latest.");
        assertThatThrownBy(() -> read("{'label':'x','protocols':['imap'],'expiresAt':null}", year))
                .hasMessageStartingWith("expiresAt cannot be null, for never: the policy's longest lifetime");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "label|{'protocols':['imap']}|label is missing",
                "label|{'label':' ','protocols':['imap']}|label: A label needs at least one character.",
                "label|{'label':'a\\nb','protocols':['imap']}|label: A label has no control characters",
                "label|{'label':'a\\u202eb','protocols':['imap']}|label: A label has no control characters",
                "protocols|{'label':'x'}|protocols is missing or empty",
                "protocols|{'label':'x','protocols':[]}|protocols is missing or empty",
                "protocols|{'label':'x','protocols':['IMAP']}|protocols: A protocol is",
                "protocols|{'label':'x','protocols':['xmpp']}|protocols has \"xmpp\", which is not on offer: the policy does not offer it, or no gateway serves it. On offer: imap, smtp.",
                "networks|{'label':'x','protocols':['imap'],'networks':['192.0.2.1/24']}|networks: The network",
                "networks|{'label':'x','protocols':['imap'],'networks':'192.0.2.0/24'}|networks must be a list",
                "expiresAt|{'label':'x','protocols':['imap'],'expiresAt':'2026-06-01T12:00:00Z'}|expiresAt is past",
                "expiresAt|{'label':'x','protocols':['imap'],'expiresAt':'tomorrow'}|expiresAt: It must be a time in UTC",
                "expiresAt|{'label':'x','protocols':['imap'],'expiresAt':'+100000-01-01T00:00:00Z'}|expiresAt: It must be a time",
                "expiresAt|{'label':'x','protocols':['imap'],'expiresAt':1798761600}|expiresAt must be text",
                "secret|{'label':'x','protocols':['imap'],'secret':'s'}|\"secret\" cannot be sent",
                "deviceAccount|{'label':'x','protocols':['imap'],'deviceAccount':false}|Unknown field \"deviceAccount\"",
                "issuedBy|{'label':'x','protocols':['imap'],'issuedBy':'me'}|Unknown field \"issuedBy\""
            })
    void saysWhatIsWrong(String field, String body, String message) {
        assertThatThrownBy(() -> read(body, NO_LIMIT))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.field())
                        .isEqualTo(field))
                .hasMessageStartingWith(message);
    }
}
