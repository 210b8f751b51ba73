package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx before SOGo: what every gateway does by CalDAV, and the rest by ActiveSync and CardDAV too. */
class SogoIT extends GatewayContract {
    private static final String CALENDAR = "/SOGo/dav/%s/Calendar/personal/";
    private static final String CONTACTS = "/SOGo/dav/%s/Contacts/personal/";
    private static final String EVENT =
            """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            PRODID:stage\r
            BEGIN:VEVENT\r
            UID:1\r
            DTSTAMP:20260101T000000Z\r
            DTSTART:20260101T000000Z\r
            DTEND:20260101T010000Z\r
            SUMMARY:A secret meeting\r
            END:VEVENT\r
            END:VCALENDAR\r
            """;

    /** Loads the filter, twice as a restart does, listens, and says which ports each user reaches. */
    private static final String WHO_REACHES =
            """
            import fcntl, os, pwd, socket, struct, subprocess, sys
            def family(port):
                return socket.AF_INET6 if ":" in port[0] else socket.AF_INET
            loopback = socket.socket()
            fcntl.ioctl(loopback, 0x8914, struct.pack("16sH14x", b"lo", 1))
            for _ in range(2):
                subprocess.run(["/usr/sbin/nft", "-f", sys.argv[1]], check=True)
            ports = [("127.0.0.1", port) for port in (143, 10143, 11211, 20000)] + [("::1", 11211)]
            listening = [socket.create_server(port, family=family(port)) for port in ports]
            for name in sys.argv[2:]:
                if os.fork() == 0:
                    if name != "root":
                        os.setgid(pwd.getpwnam(name).pw_gid)
                        os.setuid(pwd.getpwnam(name).pw_uid)
                    reached = [port for port in ports if socket.socket(family(port)).connect_ex(port) == 0]
                    print(name, *(f"{address}:{number}" for address, number in reached), flush=True)
                    os._exit(0)
                os.wait()
            """;

    @Override
    String protocol() {
        return "caldav";
    }

    @Override
    Map<String, Object> settings() {
        return Map.of("protocols", List.of("eas", "caldav", "carddav"));
    }

    /** Those that the page lets through. */
    @Override
    List<String> names() {
        return List.of("carol.lists", "dora-x", "e_b", "4711");
    }

    /** nginx asks as it does before Radicale, where there are a thousand. */
    @Override
    int staleLogins() {
        return 200;
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return SogoGateway.start(terms, servers().authority());
    }

    @Override
    void whileStopped(Resident known) {
        assertThat(phone(known, "eas").options().status()).isEqualTo(503);
        assertThat(phone(known, known.secret()).options().header("Retry-After")).isPresent();
    }

    @Test
    void aPhoneReadsTheMailOfItsUser() {
        Resident paul = resident("paul");
        Resident quinn = resident("quinn");
        ActiveSync phone = phone(paul, secretFor(paul, "eas"));
        ActiveSync other = phone(quinn, secretFor(quinn, "eas"));

        assertThat(phone.options().header("MS-ASProtocolVersions").orElseThrow())
                .contains("14.1");
        assertThat(phone.inbox()).contains("Mail of paul", "Delivered by the stage.");
        assertThat(other.mails(phone.idOf("INBOX"))).doesNotContain("Mail of paul");
        assertThat(other.idOf("INBOX")).isNotEqualTo(phone.idOf("INBOX"));
        assertThat(other.foldersAs("paul").body()).doesNotContain(phone.idOf("INBOX"));
    }

    @Test
    void aPhoneSendsAsItsUser() {
        Resident sara = resident("sara");
        String message = String.join(
                "\r\n",
                "From: Bob <bob@example.org>",
                "To: somebody@example.net",
                "Subject: Of sara",
                "Date: Sun, 29 Nov 2026 10:00:00 +0000",
                "",
                "Hello.",
                "");

        assertThat(phone(sara, secretFor(sara, "eas")).sendMail(message).status())
                .isEqualTo(200);

        assertThat(sogo().sent())
                .filteredOn(sent -> sent.contains("Subject: Of sara"))
                .singleElement()
                .satisfies(sent -> assertThat(sent).contains("sara@example.org").doesNotContain("bob@example.org"));
    }

    @Test
    void aPhoneIsRefusedAtOnceWhenItsAppPasswordIsRevoked() {
        Resident rita = resident("rita");
        AppPasswordOnPaper eas = realm().appPassword(rita.person(), "Mobile", "eas");
        ActiveSync phone = phone(rita, eas.secret());
        assertThat(phone.folders().status()).isEqualTo(200);

        realm().revoke(rita.person(), eas.id());

        Curl.Answer answer = phone.folders();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Basic ");
    }

    @Test
    void anAppPasswordForOneProtocolIsGoodForNoOther() {
        Resident sven = resident("sven");
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String protocol : List.of("eas", "caldav", "carddav", "imap")) {
            secrets.put(protocol, secretFor(sven, protocol));
        }
        secrets.forEach((protocol, secret) -> {
            assertThat(phone(sven, secret).options().status())
                    .as("ActiveSync by " + protocol)
                    .isEqualTo(protocol.equals("eas") ? 200 : 401);
            assertThat(list(CALENDAR, sven, secret).status())
                    .as("calendar by " + protocol)
                    .isEqualTo(protocol.equals("caldav") ? 207 : 401);
            assertThat(list(CONTACTS, sven, secret).status())
                    .as("contacts by " + protocol)
                    .isEqualTo(protocol.equals("carddav") ? 207 : 401);
            assertThat(sogo().whoAmI().user("sven", secret).run().status())
                    .as("principal by " + protocol)
                    .isEqualTo(protocol.equals("caldav") ? 207 : 401);
        });
        Curl.Answer atContacts = sogo().whoAmI()
                .header("Host: contacts.example.org")
                .user("sven", Objects.requireNonNull(secrets.get("carddav")))
                .run();
        assertThat(SogoGateway.principal(atContacts)).isEqualTo("sven");
    }

    @Test
    void keepsEverybodysEventsToThemselves() {
        Resident tina = resident("tina");
        Resident udo = resident("udo");
        Curl.Answer stored = sogo().request(CALENDAR.formatted("tina") + "1.ics")
                .user("tina", tina.secret())
                .option("request", "PUT")
                .header("Content-Type: text/calendar")
                .option("data-binary", EVENT)
                .run();

        assertThat(stored.status()).isEqualTo(201);
        Curl event = sogo().request(CALENDAR.formatted("tina") + "1.ics").user("tina", tina.secret());
        assertThat(event.run().body()).contains("A secret meeting");
        Curl.Answer ofAnother = sogo().request(CALENDAR.formatted("tina") + "1.ics")
                .user("udo", udo.secret())
                .run();
        assertThat(ofAnother.status()).isEqualTo(404);
        assertThat(ofAnother.body()).doesNotContain("A secret meeting");
    }

    @Test
    void nothingIsMovedToWhereTheAppPasswordDoesNotLead() {
        Resident ute = resident("ute");
        String from = CALENDAR.formatted("ute") + "1.ics";
        Curl.Answer stored = sogo().request(from)
                .user("ute", ute.secret())
                .option("request", "PUT")
                .header("Content-Type: text/calendar")
                .option("data-binary", EVENT)
                .run();
        assertThat(stored.status()).isEqualTo(201);
        for (String destination : List.of(
                "/SOGo/dav/ute/Contacts/personal/1.ics",
                "/SOGo/dav/ute/Mail/0/folderINBOX/1.ics",
                "/SOGo/dav/ute/Calendar/../Contacts/personal/1.ics",
                "/SOGo/dav/ute/Calendar/%2e%2e/Contacts/personal/1.ics",
                "/SOGo/dav/ute/Calendar%2f..%2fContacts/personal/1.ics",
                "/SOGo/dav/ute/Calendar",
                "/SOGo/dav//ute/Calendar/personal/2.ics",
                "/SOGo/dav/_range/ute/Calendar/personal/2.ics",
                "/SOGo/so/ute/Calendar/personal/2.ics",
                "/2.ics")) {
            for (String method : List.of("MOVE", "COPY")) {
                assertThat(move(method, from, destination, ute).status())
                        .as(method + " to " + destination)
                        .isEqualTo(400);
            }
        }

        String other = "/SOGo/dav/ute/Calendar/other/";
        Curl.Answer made = sogo().request(other)
                .user("ute", ute.secret())
                .option("request", "MKCALENDAR")
                .run();
        assertThat(made.status()).isEqualTo(201);
        move("MOVE", from, other + "1.ics", ute);
        assertThat(sogo().request(other + "1.ics")
                        .user("ute", ute.secret())
                        .run()
                        .body())
                .contains("A secret meeting");
    }

    private Curl.Answer move(String method, String from, String to, Resident resident) {
        return sogo().request(from)
                .user(resident.name(), resident.secret())
                .header("Host: groupware.example.org")
                .header("Destination: https://groupware.example.org" + to)
                .option("request", method)
                .run();
    }

    /** SOGo would open erin's for a user who is named as her address, and anybody's for the name without its accents. */
    @ParameterizedTest
    @ValueSource(strings = {"erin@example.org", "\u00e9rin", "anonymous", "freebusy", "not-in-sogo"})
    void aNameThatSogoTakesForAnothersOpensNothing(String name) {
        sogo().deliver("erin");
        Resident other = residents().make(name);

        Curl.Answer answer = sogo().whoAmI().user(name, other.secret()).run();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(phone(other, secretFor(other, "eas")).folders().status()).isEqualTo(403);
    }

    @Test
    void letsNoOtherAddressOfSogoOut() {
        Resident vera = resident("vera");
        for (String path : List.of("/SOGo/dav/vera/Mail/", "/SOGo/dav/vera/jsonSettings", "/SOGo/dav/public/x", "/x")) {
            assertThat(sogo().request(path).user("vera", vera.secret()).run().status())
                    .as(path)
                    .isEqualTo(404);
        }
        for (String path : List.of("/SOGo/", "/SOGo", "/SOGo/so/vera/Mail/view", "/SOGo/connect", "/SOGo.woa/x")) {
            assertThat(sogo().request(path).user("vera", vera.secret()).run().status())
                    .as(path)
                    .isEqualTo(404);
        }
        for (String path : List.of(
                "/SOGo/dav/vera/Calendar/../Contacts/personal/",
                "/SOGo/dav/vera/Calendar/%2e%2e/Contacts/personal/",
                "/SOGo/dav/vera/Calendar%2F..%2FContacts/personal/",
                "/SOGo/dav//vera/Calendar/")) {
            assertThat(sogo().request(path).user("vera", vera.secret()).run().status())
                    .as(path)
                    .isEqualTo(400);
        }
        for (String path : List.of(
                "/SOGo/dav/vera/Calendar/Contacts/personal/",
                "/SOGo/dav/vera/Calendar/personal/Contacts/personal/",
                "/SOGo/dav/vera/Calendar/Mail/0/",
                "/SOGo/dav/vera/Calendar/vera/Contacts/personal/")) {
            assertThat(sogo().request(path).user("vera", vera.secret()).run().status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(sogo().request("/SOGo/dav/vera/")
                        .user("vera", vera.secret())
                        .option("request", "REPORT")
                        .run()
                        .status())
                .isEqualTo(405);
    }

    /** SOGo takes each of these for more parts of the path, by every method. */
    @ParameterizedTest
    @ValueSource(strings = {"groupware.example.org", "contacts.example.org"})
    void noQueryAndNoFormLeadsToAnotherPart(String host) {
        boolean contacts = host.startsWith("contacts");
        Resident yann = resident(contacts ? "yannick" : "yann");
        String secret = contacts ? secretFor(yann, "carddav") : yann.secret();
        String home = "/SOGo/dav/" + yann.name() + "/";
        String collection = (contacts ? CONTACTS : CALENDAR).formatted(yann.name());

        for (String part :
                List.of("Mail:method", ":method=Mail", "Cmd=Mail", "%4dail%3Amethod=1", "x=1&Mail:method", "x")) {
            for (String path : List.of("/SOGo/dav/?", home + "?", collection + "?")) {
                assertThat(propfind(path + part, host, yann, secret).run().status())
                        .as(path + part)
                        .isEqualTo(400);
            }
            for (String type : List.of("Application/x-www-form-urlencoded; charset=utf-8", "multipart/form-data")) {
                Curl.Answer form = propfind(home, host, yann, secret)
                        .header("Content-Type: " + type)
                        .option("data", part)
                        .run();
                assertThat(form.status()).as("%s as %s", part, type).isEqualTo(400);
            }
        }
        assertThat(propfind(home, host, yann, secret).run().status()).isEqualTo(207);
    }

    /** nginx reads an address up to "#"; SOGo reads on, and leaves out the parts that begin with "_range". */
    @Test
    void noAddressMeansOneThingToNginxAndAnotherToSogo() {
        Resident uwe = resident("uwe");
        for (String address : List.of(
                "/SOGo/dav/_range#/uwe/Mail/",
                "/SOGo/dav/uwe#/Mail/",
                "/SOGo/dav/uwe/#/Mail/",
                "/SOGo/dav/uwe/Calendar/#",
                "/SOGo/dav/_range/uwe/Calendar/",
                "/SOGo/dav/uwe/_range_1_2")) {
            Curl.Answer answer = propfind("/", "groupware.example.org", uwe, uwe.secret())
                    .option("request-target", address)
                    .run();
            assertThat(answer.status()).as("%s: %s", address, answer).isEqualTo(400);
        }
    }

    @Test
    void aPhoneAsksWhatPhonesAskOnly() {
        Resident zita = resident("zita");
        ActiveSync phone = phone(zita, secretFor(zita, "eas"));
        String query = phone.query("FolderSync", "zita");

        assertThat(phone.foldersBy(phone.base64Query()).body()).contains("INBOX");
        assertThat(phone.foldersBy(query).body()).contains("INBOX");
        for (String more : List.of("zita:method", ":method=zita", "zita%3amethod", "Cmd=Mail", "User=a?zita:method")) {
            assertThat(phone.foldersBy(more + "&" + query).status()).as(more).isEqualTo(400);
            assertThat(phone.foldersBy(query + "&" + more).status()).as(more).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-webobjects-remote-user: erin",
                "X_WebObjects_Remote_User: erin",
                "Connection: x-webobjects-remote-user, x-webobjects-remote-host",
                "Connection: Authorization",
                "x-webobjects-auth-type: Basic",
                "X-Auth-User: erin",
                "X-App-Protocol: eas",
                "X-Gateway-Authorization: Basic wrong",
                "Cookie: 0xHIGHFLYxSOGo=basic%20ZXJpbjp4"
            })
    void whatAClientSaysOfItselfDoesNotCount(String header) {
        sogo().deliver("erin");
        Resident walt = resident("walt" + Integer.toHexString(header.hashCode()));

        Curl.Answer known =
                sogo().whoAmI().user(walt.name(), walt.secret()).header(header).run();
        Curl.Answer wrong =
                sogo().whoAmI().user("erin", walt.secret()).header(header).run();
        Curl.Answer nobody = sogo().whoAmI().header(header).run();

        assertThat(SogoGateway.principal(known)).isEqualTo(walt.name());
        assertThat(known.header("Set-Cookie")).isEmpty();
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.status()).isEqualTo(401);
    }

    @Test
    void theAddressIsTheOneThatNginxSees() {
        Resident jana = resident("jana");
        AppPasswordOnPaper office = realm().appPassword(jana.person(), "Office", List.of("192.0.2.0/24"), null, "eas");
        AppPasswordOnPaper here = realm().appPassword(jana.person(), "Here", List.of("127.0.0.0/8"), null, "eas");

        assertThat(phone(jana, office.secret()).options().status()).isEqualTo(401);
        assertThat(phone(jana, here.secret()).inbox()).contains("Mail of jana");
    }

    /** What is not Keycloak's answer opens nothing, and is no wrong password. */
    @Test
    void anAnswerThatNamesNobodyOpensNothing() {
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(servers().authority().server("localhost"))) {
            GatewayTerms sloppyTerms = terms().at(sloppy.url());
            try (SogoGateway other = sogo().asking(sloppyTerms, servers().authority())) {
                for (int status : List.of(200, 204, 403, 302, 500, 429)) {
                    sloppy.answers(status, Map.of());
                    Curl.Answer answer = other.whoAmI()
                            .user("bob", "any")
                            .header("x-webobjects-remote-user: bob")
                            .run();
                    assertThat(answer.status()).as("%d: %s", status, answer).isEqualTo(status < 300 ? 403 : 503);
                }
            }
        }
    }

    /** In a network that has nothing but this. Without root there are no users to try but one, who is none of those two. */
    @Test
    void onlySogoAndNginxReachThePortsThatAskForNoPassword() {
        boolean root = System.getProperty("user.name").equals("root");
        List<String> command = new ArrayList<>(List.of("unshare", "--net"));
        if (!root) {
            command.add("--map-root-user");
        }
        Path filter = Project.gatewayRecipe("sogo").resolve("sogo-ports.nft");
        command.addAll(List.of("python3", "-c", WHO_REACHES, filter.toString(), "root"));
        if (root) {
            command.addAll(List.of("nobody", "sogo", "www-data"));
        }

        Program reached = Program.run(command, "");

        List<String> expected = List.of(
                "root 127.0.0.1:143",
                "nobody 127.0.0.1:143",
                "sogo 127.0.0.1:143 127.0.0.1:10143 127.0.0.1:11211 ::1:11211",
                "www-data 127.0.0.1:143 127.0.0.1:20000");
        assertThat(reached.output().lines()).containsExactlyElementsOf(expected.subList(0, root ? 4 : 1));
    }

    /** All phones of a user come to Dovecot from one address, which is SOGo's. */
    @Test
    void moreThanTenConnectionsOpenTheMailboxOfOneUser() throws IOException {
        Resident nora = resident("nora");
        List<MailLines> open = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                open.add(sogo().mailbox());
                assertThat(open.get(i).ask("a LOGIN " + nora.name() + " any")).startsWith("a OK");
            }
        } finally {
            for (MailLines one : open) {
                one.close();
            }
        }
    }

    @Test
    void theUnitIsUnderstoodBySystemdAndComesBackAfterAFailure() {
        Path recipe = Project.gatewayRecipe("sogo");
        Path unit = recipe.resolve("dovecot-sogo.service");

        Program verify = Program.run(
                List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit.toString()), "");

        assertThat(verify.output()).isEmpty();
        assertThat(RecipeFolder.read(unit)).contains("\nUpholds=sogo.service\n", "\nRestart=on-failure\n");
        assertThat(RecipeFolder.read(recipe.resolve("sogo-needs-dovecot.conf")))
                .contains("\nBindsTo=dovecot-sogo.service\n", "\nAfter=dovecot-sogo.service\n");
    }

    @Test
    void keepsPasswordsAndSecretToItself() {
        Resident xaver = resident("xaver");
        String eas = secretFor(xaver, "eas");
        phone(xaver, eas).inbox();
        phone(xaver, "a-wrong-one").options();

        assertThat(sogo().logs())
                .doesNotContain(eas, "a-wrong-one", credential().secret())
                .doesNotContain(Http.basic("xaver", eas).substring("Basic ".length()));
        assertThat(login("xaver", xaver.secret()).answer()).isEqualTo(Answer.IN);
    }

    private String secretFor(Resident resident, String protocol) {
        return realm().appPassword(resident.person(), "For " + protocol, protocol)
                .secret();
    }

    private ActiveSync phone(Resident resident, String secret) {
        return new ActiveSync(sogo(), resident.name(), secret);
    }

    private Curl.Answer list(String path, Resident resident, String secret) {
        return propfind(path.formatted(resident.name()), "groupware.example.org", resident, secret)
                .run();
    }

    private Curl propfind(String path, String host, Resident resident, String secret) {
        return sogo().request(path)
                .header("Host: " + host)
                .user(resident.name(), secret)
                .option("request", "PROPFIND")
                .header("Depth: 0");
    }

    private SogoGateway sogo() {
        return (SogoGateway) gateway();
    }
}
