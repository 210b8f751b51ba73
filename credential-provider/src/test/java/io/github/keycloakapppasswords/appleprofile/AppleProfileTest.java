package io.github.keycloakapppasswords.appleprofile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.policy.Server.Security;
import io.github.keycloakapppasswords.term.Protocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Against the keys, types and values of Apple's published schema, in {@code payload-keys.csv}. */
class AppleProfileTest {

    private static final String PASSWORD = "7k3zq-aaaaa-bbbbb-ccccc-ddddd";

    private static final List<Server> SERVERS = List.of(
            new Server(Protocol.POP3, "pop.example.org:995", Security.TLS),
            new Server(Protocol.IMAP, "imap.example.org:993", Security.TLS),
            new Server(Protocol.SMTP, "smtp.example.org:587", Security.STARTTLS),
            new Server(Protocol.CALDAV, "https://dav.example.org/", Security.TLS),
            new Server(Protocol.CALDAV, "https://team.example.org:8443/dav/", Security.TLS),
            new Server(Protocol.CARDDAV, "https://dav.example.org/cards/", Security.TLS));

    /** A row of {@code payload-keys.csv}; no values: any. */
    private record Key(String type, boolean required, List<String> values) {}

    /** The keys that a payload may have. */
    private static Map<String, Key> schema(String payloadType) throws IOException {
        List<String> parts =
                payloadType.equals("Configuration") ? List.of(payloadType) : List.of("account", payloadType);
        Map<String, Key> keys = new HashMap<>();
        try (InputStream table = Objects.requireNonNull(
                AppleProfileTest.class.getResourceAsStream("payload-keys.csv"), "payload-keys.csv")) {
            for (String row : new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] cells = row.split(",", -1);
                if (parts.contains(cells[0])) {
                    List<String> values = cells[4].isEmpty() ? List.of() : List.of(cells[4].split(" "));
                    keys.put(cells[1], new Key(cells[2], cells[3].equals("required"), values));
                }
            }
        }
        return keys;
    }

    @Test
    void hasTheKeysOfApplesSchemaAndNoOther() throws Exception {
        Map<String, Object> profile = read(write("id", "Phone", SERVERS));
        List<Map<String, Object>> all = new ArrayList<>(accounts(profile));
        all.add(profile);

        assertThat(all)
                .extracting(payload -> payload.get("PayloadType"))
                .containsExactly(
                        "com.apple.mail.managed",
                        "com.apple.caldav.account",
                        "com.apple.caldav.account",
                        "com.apple.carddav.account",
                        "Configuration");
        for (Map<String, Object> payload : all) {
            String type = String.valueOf(payload.get("PayloadType"));
            Map<String, Key> schema = schema(type);
            assertThat(schema).as(type).hasSizeGreaterThan(10).containsKeys(keys(payload));
            assertThat(payload).as("iOS shows it").containsKey("PayloadDisplayName");
            schema.forEach((key, rule) -> {
                Object value = payload.get(key);
                assertThat(value == null && rule.required)
                        .as(type + " lacks " + key)
                        .isFalse();
                if (value != null) {
                    assertThat(kind(value)).as(type + " " + key).isEqualTo(rule.type);
                    assertThat(rule.values.isEmpty() || rule.values.contains(String.valueOf(value)))
                            .as(type + " " + key + " is one of " + rule.values)
                            .isTrue();
                }
            });
        }
    }

    private static String[] keys(Map<String, Object> payload) {
        return payload.keySet().toArray(String[]::new);
    }

    @Test
    void setsUpTheServersOfThePolicy() throws Exception {
        List<Map<String, Object>> accounts = accounts(read(write("id", "Phone", SERVERS)));

        assertThat(accounts.get(0))
                .containsEntry("EmailAccountType", "EmailTypeIMAP")
                .containsEntry("EmailAccountName", "Anna Example")
                .containsEntry("EmailAddress", "anna@example.org")
                .containsEntry("IncomingMailServerHostName", "imap.example.org")
                .containsEntry("IncomingMailServerPortNumber", 993)
                .containsEntry("IncomingMailServerUseSSL", true)
                .containsEntry("IncomingMailServerAuthentication", "EmailAuthPassword")
                .containsEntry("IncomingMailServerUsername", "anna")
                .containsEntry("IncomingPassword", PASSWORD)
                .containsEntry("OutgoingMailServerHostName", "smtp.example.org")
                .containsEntry("OutgoingMailServerPortNumber", 587)
                .containsEntry("OutgoingMailServerUseSSL", true)
                .containsEntry("OutgoingPassword", PASSWORD);
        assertThat(accounts.get(1))
                .containsEntry("CalDAVHostName", "dav.example.org")
                .containsEntry("CalDAVPort", 443)
                .containsEntry("CalDAVUseSSL", true)
                .containsEntry("CalDAVPassword", PASSWORD)
                .doesNotContainKey("CalDAVPrincipalURL");
        assertThat(accounts.get(2)).containsEntry("CalDAVPort", 8443).containsEntry("CalDAVPrincipalURL", "/dav/");
        assertThat(accounts.get(3)).containsEntry("CardDAVPrincipalURL", "/cards/");
    }

    @Test
    void identifiesOneAppPasswordAlwaysByTheSameAndAnotherByOthers() throws Exception {
        List<Object> first = identities(read(write("one", "Phone", SERVERS)));
        List<Object> again = identities(read(write("one", "Renamed", SERVERS)));
        List<Object> other = identities(read(write("two", "Phone", SERVERS)));

        assertThat(again).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates().hasSize(10);
        assertThat(other).doesNotContainAnyElementsOf(first);
        assertThat(first.get(0)).isEqualTo("io.github.keycloakapppasswords.one");
        assertThat(String.valueOf(first.get(1)))
                .matches("[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}");
    }

    @Test
    void showsWhoseAccountItSetsUp() throws Exception {
        Map<String, Object> profile = read(write("id", "Phone of bob", SERVERS));
        Map<String, Object> byAddress = read(new AppleProfile(
                        "id",
                        "Example",
                        new AppleProfile.Owner(everywhere("a@example.org"), "", "a@example.org"),
                        PASSWORD)
                .write("Phone", "Sets up accounts.", AccountServers.of(SERVERS, Protocol.KNOWN)));

        assertThat(profile)
                .containsEntry("PayloadDisplayName", "Example: anna, anna@example.org (Phone of bob)")
                .containsEntry("PayloadDescription", "Sets up accounts.\nanna, anna@example.org");
        assertThat(byAddress).containsEntry("PayloadDisplayName", "Example: a@example.org (Phone)");
    }

    @Test
    void namesTheOwnerAsTheGatewaysOfEachProtocolDo() throws Exception {
        Map<Protocol, String> names = Map.of(
                Protocol.IMAP, "anna@example.org", Protocol.SMTP, "anna", Protocol.CALDAV, "7", Protocol.CARDDAV, "8");

        Map<String, Object> profile =
                read(new AppleProfile("id", "Example", new AppleProfile.Owner(names, "", "anna@example.org"), PASSWORD)
                        .write("Phone", "Sets up accounts.", AccountServers.of(SERVERS, Protocol.KNOWN)));

        assertThat(accounts(profile).get(0))
                .containsEntry("IncomingMailServerUsername", "anna@example.org")
                .containsEntry("OutgoingMailServerUsername", "anna");
        assertThat(accounts(profile).get(1)).containsEntry("CalDAVUsername", "7");
        assertThat(accounts(profile)).anySatisfy(account -> assertThat(account).containsEntry("CardDAVUsername", "8"));
    }

    /** Keycloak and directories keep names that XML cannot have; a long name must stay the same name. */
    @Test
    void isReadableWhateverTheUserNameAndTheAddressHave() throws Exception {
        String name = "an\u0000na\u202e" + "a".repeat(100);
        byte[] written = new AppleProfile(
                        "id", "Example", new AppleProfile.Owner(everywhere(name), "An\u0001na", name), PASSWORD)
                .write("Phone", "Sets up accounts.", AccountServers.of(SERVERS, Protocol.KNOWN));

        String harmless = "an\ufffdna\ufffd" + "a".repeat(100);
        Map<String, Object> profile = read(written);
        assertThat(accounts(profile).get(0))
                .containsEntry("IncomingMailServerUsername", harmless)
                .containsEntry("OutgoingMailServerUsername", harmless)
                .containsEntry("EmailAddress", harmless)
                .containsEntry("EmailAccountName", "An\ufffdna");
        assertThat(accounts(profile).get(1)).containsEntry("CalDAVUsername", harmless);
        assertThat(profile).containsEntry("PayloadDisplayName", "Example: " + harmless + " (Phone)");
    }

    @Test
    void escapesTextsAndLeavesOutWhatIsNotKnown() throws Exception {
        String evil = "</string><key>PayloadType</key>&\"<![CDATA[\u202e";
        byte[] written = new AppleProfile("id", evil, new AppleProfile.Owner(everywhere("<anna>"), "", null), PASSWORD)
                .write(evil, evil.replace("\u202e", ""), AccountServers.of(SERVERS, Protocol.KNOWN));
        Map<String, Object> profile = read(written);

        assertThat(profile.get("PayloadOrganization")).isEqualTo(evil.replace("\u202e", "\ufffd"));
        assertThat(profile.get("PayloadType")).isEqualTo("Configuration");
        assertThat(accounts(profile).get(0))
                .containsEntry("IncomingMailServerUsername", "<anna>")
                .doesNotContainKeys("EmailAddress", "EmailAccountName");
    }

    @Test
    void hasOnlyWhatTheAppPasswordOpens() {
        assertThat(AccountServers.of(SERVERS, List.of(Protocol.IMAP)).isEmpty()).isTrue();
        assertThat(AccountServers.of(SERVERS, List.of(Protocol.POP3, Protocol.SMTP, Protocol.XMPP))
                        .isEmpty())
                .isTrue();
        assertThat(AccountServers.of(SERVERS, List.of(Protocol.IMAP, Protocol.SMTP))
                        .protocols())
                .containsExactly(Protocol.IMAP, Protocol.SMTP);
        assertThat(AccountServers.of(SERVERS, List.of(Protocol.CARDDAV, Protocol.SMTP))
                        .protocols())
                .containsExactly(Protocol.CARDDAV);
        assertThat(AccountServers.of(List.of(), Protocol.KNOWN).isEmpty()).isTrue();
    }

    private static Map<Protocol, String> everywhere(String name) {
        return Map.of(Protocol.IMAP, name, Protocol.SMTP, name, Protocol.CALDAV, name, Protocol.CARDDAV, name);
    }

    private static byte[] write(String id, String label, List<Server> servers) {
        return new AppleProfile(
                        id,
                        "Example",
                        new AppleProfile.Owner(everywhere("anna"), "Anna Example", "anna@example.org"),
                        PASSWORD)
                .write(label, "Sets up accounts.", AccountServers.of(servers, Protocol.KNOWN));
    }

    private static List<Object> identities(Map<String, Object> profile) {
        List<Object> identities = new ArrayList<>();
        List<Map<String, Object>> all = new ArrayList<>(List.of(profile));
        all.addAll(accounts(profile));
        all.forEach(
                payload -> identities.addAll(List.of(payload.get("PayloadIdentifier"), payload.get("PayloadUUID"))));
        return identities;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> accounts(Map<String, Object> profile) {
        return (List<Map<String, Object>>) (List<?>) Objects.requireNonNull(profile.get("PayloadContent"));
    }

    private static String kind(Object value) {
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof Integer ? "integer" : value instanceof List ? "array" : "string";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(byte[] plist) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(plist))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("plist");
        assertThat(new String(plist, StandardCharsets.UTF_8))
                .contains("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\"");
        return (Map<String, Object>) value((Element) root.getFirstChild());
    }

    private static Object value(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element found) {
                children.add(found);
            }
        }
        return switch (element.getTagName()) {
            case "dict" -> {
                Map<String, Object> dictionary = new HashMap<>();
                for (int i = 0; i < children.size(); i += 2) {
                    assertThat(dictionary.put(children.get(i).getTextContent(), value(children.get(i + 1))))
                            .isNull();
                }
                yield dictionary;
            }
            case "array" -> children.stream().map(AppleProfileTest::value).toList();
            case "true" -> true;
            case "false" -> false;
            case "integer" -> Integer.valueOf(element.getTextContent());
            default -> element.getTextContent();
        };
    }
}
