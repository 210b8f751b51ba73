package io.github.keycloakapppasswords.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Requester.ClientAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayJsonTest {

    private static final GatewaySettings ALL = new GatewaySettings(
            Set.of(Protocol.IMAP, Protocol.SMTP),
            Map.of("Mail", Protocol.IMAP),
            Protocol.SMTP,
            LoginIdentity.parse("attribute:mailbox"),
            NameComparison.NODEPREP,
            List.of("EXAMPLE", "B\u00fcro"),
            "mail.user",
            List.of(Network.parse("192.0.2.0/24")),
            "!",
            ClientAddress.REQUIRED,
            Map.of("imap", Backend.parse("[2001:db8::1]:143"), "smtp", Backend.parse("192.0.2.1:25")),
            500,
            300);

    private static GatewaySettings read(String json) {
        return GatewayJson.read("dovecot", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(read(StrictJson.write(ALL).toString())).isEqualTo(ALL);
    }

    @ParameterizedTest
    @EnumSource
    void readsEachWayOfComparingNames(NameComparison comparison) {
        assertThat(read("{\"protocols\":[\"imap\"],\"nameComparison\":\"" + comparison + "\"}")
                        .nameComparison())
                .isEqualTo(comparison);
    }

    @Test
    void restoresWhatItStores() throws Exception {
        GatewayMark mark = new GatewayMark("uuid", ALL, "role-uuid");
        assertThat(GatewayJson.restore(GatewayJson.store(mark))).isEqualTo(mark);
    }

    @Test
    void needsOnlyProtocols() throws Exception {
        assertThat(read("{\"protocols\":[\"imap\"]}"))
                .isEqualTo(new GatewaySettings(
                        Set.of(Protocol.IMAP),
                        Map.of(),
                        null,
                        LoginIdentity.USERNAME,
                        NameComparison.BY_PROTOCOL,
                        List.of(),
                        null,
                        List.of(),
                        "*",
                        ClientAddress.OPTIONAL,
                        Map.of(),
                        null,
                        0));
    }

    @Test
    void takesOffOneOfItsDomainPrefixesInAnyCase() {
        for (String name : List.of("EXAMPLE\\owner", "example\\owner", " EXAMPLE\\owner", "b\u00dcRO\\owner")) {
            assertThat(ALL.withoutDomainPrefix(name)).isEqualTo("owner");
        }
        for (String name : List.of("owner", "OTHER\\owner", "\\owner", "EXAMPLE/owner", "EXAMPLE", "XEXAMPLE\\owner")) {
            assertThat(ALL.withoutDomainPrefix(name)).isEqualTo(name);
        }
        assertThat(ALL.withoutDomainPrefix("EXAMPLE\\EXAMPLE\\owner")).isEqualTo("EXAMPLE\\owner");
        assertThat(ALL.withoutDomainPrefix("EXAMPLE\\")).isEmpty();
    }

    @Test
    void takesBackWhatTheResourceGaveOut() throws Exception {
        assertThat(read("{\"clientId\":\"dovecot\",\"problem\":null,\"protocols\":[\"imap\"]}")
                        .protocols())
                .containsExactly(Protocol.IMAP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]|must be one object",
                "|must be one object",
                "{|must be one object",
                "{\"protocols\":[\"imap\"]} x|must be one object",
                "{\"protocols\":[\"imap\"],\"protocols\":[\"smtp\"]}|The field \"protocols\" occurs twice.",
                "{}|protocols is missing",
                "{\"protocols\":[]}|protocols is missing or empty",
                "{\"protocols\":\"imap\"}|protocols must be a list of texts in quotation marks.",
                "{\"protocols\":[1]}|protocols must be a list of texts",
                "{\"protocols\":[\"IMAP\"]}|protocols: A protocol is 1 to 32 lower-case letters, digits and hyphens, like \"imap\"; it was \"IMAP\".",
                "{\"protocols\":[\"imap\"],\"loginIdentity\":\"mail\"}|loginIdentity is \"mail\"",
                "{\"protocols\":[\"imap\"],\"loginIdentity\":7}|loginIdentity must be text",
                "{\"protocols\":[\"imap\"],\"nameComparison\":\"XMPP\"}|nameComparison must be one of \"by-protocol\", \"exact\", \"lower\", \"casefold\", \"nodeprep\", \"ldap\".",
                "{\"protocols\":[\"imap\"],\"nameComparison\":\"\"}|nameComparison must be one of",
                "{\"protocols\":[\"imap\"],\"nameComparison\":true}|nameComparison",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":\"EXAMPLE\"}|domainPrefixes must be a list",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[7]}|domainPrefixes must be a list of texts",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[\"\"]}|domainPrefixes: A domain prefix is 1 to 64 characters",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[\"EXAMPLE\\\\\"]}|domainPrefixes: A domain prefix is 1 to 64 characters before the \\",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[\"a b\"]}|it was \"a b\"",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[\"a/b\"]}|it was \"a/b\"",
                "{\"protocols\":[\"imap\"],\"domainPrefixes\":[\"a@b\"]}|it was \"a@b\"",
                "{\"protocols\":[\"imap\"],\"networks\":[\"10.0.0.1/8\"]}|networks: The network \"10.0.0.1/8\"",
                "{\"protocols\":[\"imap\"],\"networks\":{}}|networks must be a list",
                "{\"protocols\":[\"imap\"],\"network\":[\"10.0.0.0/8\"]}|Unknown field \"network\"; the fields are protocols, protocolAliases, ",
                "{\"protocols\":[\"imap\"],\"requiredRole\":\" \"}|requiredRole is",
                "{\"protocols\":[\"imap\"],\"masterUserSeparator\":\"a\"}|masterUserSeparator is \"a\"",
                "{\"protocols\":[\"submission\"]}|protocols holds \"submission\": its name is \"smtp\".",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":[]}|protocolAliases must be an object of texts",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":{\"mail\":1}}|protocolAliases must be an object of texts",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":{\"mail\":\"smtp\"}}|protocolAliases names \"smtp\"",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":{\"imap\":\"imap\"}}|has the alias \"imap\"",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":{\" \":\"imap\"}}|has the alias",
                "{\"protocols\":[\"imap\"],\"defaultProtocol\":\"smtp\"}|defaultProtocol names \"smtp\"",
                "{\"protocols\":[\"imap\"],\"clientAddress\":\"never\"}|clientAddress must be one of \"optional\", \"required\", \"ignored\".",
                "{\"protocols\":[\"imap\"],\"backends\":{\"smtp\":\"192.0.2.1:25\"}}|backends names \"smtp\"",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":\"mail.example.org:143\"}}|backends: A back end is an IP address",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":\"192.0.2.1\"}}|backends: A back end is an IP address",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":\"192.0.2.1:0\"}}|backends: A back end is an IP address",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":\"192.0.2.1:65536\"}}|backends: A back end is an IP address",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":\"2001:db8::1:143\"}}|backends: A back end is an IP address",
                "{\"protocols\":[\"imap\"],\"requestsPerSecond\":0}|requestsPerSecond is \"0\"",
                "{\"protocols\":[\"imap\"],\"requestsPerSecond\":1.5}|requestsPerSecond must be a whole number.",
                "{\"protocols\":[\"imap\"],\"requestsPerSecond\":100001}|requestsPerSecond is \"100001\"",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":-1}|cacheSeconds is \"-1\": it must be a whole number from 0 to 86400.",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":86401}|cacheSeconds is \"86401\": it must be a whole number from 0 to 86400.",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":0.5}|cacheSeconds must be a whole number.",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":4294967296}|cacheSeconds must be a whole number.",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":true}|cacheSeconds must be a whole number.",
                "{\"protocols\":[\"imap\"],\"cacheSeconds\":\"5m\"}|cacheSeconds must be a whole number.",
                "{\"protocols\":[\"imap\"],\"clientId\":\"nginx\"}|clientId is \"nginx\": it must be \"dovecot\""
            })
    void refusesNamingFieldAndValue(String json, String message) {
        assertThatThrownBy(() -> read(json == null ? "" : json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"protocols\":[null]}",
                "{\"protocols\":[\"imap\"],\"protocolAliases\":{\"mail\":null}}",
                "{\"protocols\":[\"imap\"],\"networks\":[\"\"]}",
                "{\"protocols\":[\"imap\"],\"networks\":\"\"}",
                "{\"protocols\":[\"imap\"],\"requestsPerSecond\":\"5\"}",
                "{\"protocols\":[\"imap\"],\"requestsPerSecond\":\"\"}",
                "{\"protocols\":[\"imap\"],\"clientAddress\":1}",
                "{\"protocols\":[\"imap\"],\"clientAddress\":\"\"}",
                "{\"protocols\":[\"imap\"],\"defaultProtocol\":{\"id\":\"imap\"}}",
                "{\"protocols\":[{\"id\":\"imap\"}]}",
                "{\"protocols\":[[\"imap\"]]}",
                "{\"protocols\":{\"imap\":\"imap\"}}",
                "{\"protocols\":[\"imap\"],\"loginIdentity\":{}}",
                "{\"protocols\":[\"imap\"],\"loginIdentity\":{\"kind\":\"ATTRIBUTE\",\"attribute\":\"email\"}}",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":{}}}",
                "{\"protocols\":[\"imap\"],\"backends\":{\"imap\":{\"address\":\"192.0.2.1\",\"port\":70000}}}",
                "{\"protocols\":[\"imap\"],\"backends\":[\"192.0.2.1:143\"]}"
            })
    void coercesNothing(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.field())
                        .isIn(
                                "protocols",
                                "protocolAliases",
                                "networks",
                                "requestsPerSecond",
                                "clientAddress",
                                "defaultProtocol",
                                "loginIdentity",
                                "backends"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"protocols\":[\"imap\"],\"clientUuid\":\"u\"}|has version null",
                "{\"version\":2,\"protocols\":[\"imap\"],\"clientUuid\":\"u\"}|has version 2",
                "{\"version\":1,\"protocols\":[\"imap\"]}|does not name its client",
                "{\"version\":1,\"protocols\":[\"imap\"],\"clientUuid\":\"u\",\"requiredRole\":\"r\"}|or not its role",
                "{\"version\":1,\"protocols\":[\"imap\"],\"clientUuid\":\"u\",\"more\":1}|The stored mark cannot be read. Unknown field \"more\""
            })
    void restoresNothingThatItDoesNotUnderstand(String stored, String message) {
        assertThatThrownBy(() -> GatewayJson.restore(stored))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(message);
    }
}
