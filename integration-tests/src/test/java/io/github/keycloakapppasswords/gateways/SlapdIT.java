package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** slapd before {@code app-passwords-ldap}. */
class SlapdIT extends GatewayContract {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final int ADMIN_LIMIT_EXCEEDED = 11;
    private static final int CONFIDENTIALITY_REQUIRED = 13;
    private static final int NO_SUCH_OBJECT = 32;
    private static final int INAPPROPRIATE_AUTHENTICATION = 48;
    private static final int INVALID_CREDENTIALS = 49;
    private static final int INSUFFICIENT_ACCESS = 50;
    private static final int BUSY = 51;
    private static final int UNAVAILABLE = 52;
    private static final int UNWILLING_TO_PERFORM = 53;
    private static final int OTHER = 80;
    private static final String PEOPLE = LdapApplication.PEOPLE;

    /** A program that knows LDAP by itself, without libldap: looks for a name with StartTLS, and binds as what was found. */
    private static final String SEARCH_THEN_BIND =
            """
            import ssl, sys
            # Python 3.13 asks for an extension that the certificates of the tests lack.
            made = ssl.create_default_context
            def lenient(*arguments, **more):
                context = made(*arguments, **more)
                context.verify_flags &= ~ssl.VERIFY_X509_STRICT
                return context
            ssl.create_default_context = lenient
            from ldap3 import Connection, Server, Tls
            from ldap3.utils.conv import escape_filter_chars
            port, ca, people, attribute = sys.argv[1:]
            name, password = sys.stdin.read().split("\\n")
            server = Server("localhost", int(port), tls=Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca), connect_timeout=10)
            def start():
                connection = Connection(server, receive_timeout=10)
                connection.open()
                assert connection.start_tls()
                return connection
            search = start()
            search.search(people, "(&(objectClass=inetOrgPerson)(%s=%s))" % (attribute, escape_filter_chars(name)),
                          attributes=["uid", "cn"])
            dn, = [entry.entry_dn for entry in search.entries]
            login = start()
            login.user, login.password, login.authentication = dn, password, "SIMPLE"
            login.bind()
            print(login.result["result"], search.entries[0].uid.value)
            """;

    private @Nullable Slapd slapd;

    @Override
    String protocol() {
        return "ldap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        slapd = Slapd.start(terms, servers().authority());
        return new LdapApplication(slapd);
    }

    /** The name is in the DN, and an answer cannot change it. */
    @Override
    boolean opensByAnswer() {
        return false;
    }

    @ParameterizedTest
    @CsvSource({"uid,petra", "uid,petra@example.org", "mail,paula@example.org", "uid,jürgen p"})
    void letsInASearchThenBindClient(String attribute, String name) {
        Resident resident = resident(name);

        assertThat(searchThenBind(attribute, name, resident.secret())).isEqualTo("0 " + name);
        assertThat(searchThenBind(attribute, name, "wrong")).startsWith(INVALID_CREDENTIALS + " ");
    }

    @Test
    void aSearchTellsNotWhetherAUserExists() {
        String known = found("(uid=bob)");

        assertThat(known).contains("dn: uid=bob," + PEOPLE, "uid: bob").doesNotContain("mail:");
        assertThat(found("(uid=nobody)").replace("nobody", "bob")).isEqualTo(known);
        assertThat(found("(|(uid=nobody)(mail=nobody))")).isEqualTo(found("(uid=nobody)"));
        assertThat(found("(&(objectClass=person)(uid=*)(!(uid=admin))(uid=nobody))"))
                .isEqualTo(found("(uid=nobody)"));
        assertThat(search("uid=nobody," + PEOPLE, "(objectClass=*)").output()).isEqualTo(found("(uid=nobody)"));
    }

    /** What is not known of a user is not claimed: an application may let in by it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(objectClass=*)",
                "(uid=*)",
                "(uid=b*)",
                "(!(uid=bob))",
                "(!(title=x))",
                "(&(uid=bob)(title=staff))",
                "(&(uid=bob)(memberOf=cn=staff,dc=example,dc=org))",
                "(&(uid=bob)(!(title=retired)))",
                "(&(uid=bob)(!(uid=bob)))",
                "(&(uid=bob)(mail=anna@example.org))",
                "(uid=b\\00ob)",
                "(sAMAccountName=bob)"
            })
    void aSearchFindsNothingElse(String filter) {
        assertThat(found(filter)).isEmpty();
    }

    @Test
    void aSearchBelowAnotherNameFindsNothing() {
        assertThat(search("ou=other," + PEOPLE, "(uid=bob)").status()).isEqualTo(NO_SUCH_OBJECT);
        assertThat(search("uid=anna," + PEOPLE, "(uid=bob)").output()).isEmpty();
    }

    /** Anybody may search, without a bind, and each name costs a comparison with the whole filter. */
    @Test
    void refusesASearchForManyNamesOrByALongFilter() {
        assertThat(search(PEOPLE, names(16)).output()).contains("uid=name-16,", "uid=name-1,");
        assertThat(search(PEOPLE, names(17)).status()).isEqualTo(ADMIN_LIMIT_EXCEEDED);
        assertThat(search(PEOPLE, "(|(uid=bob)" + "(title=x)".repeat(2000) + ")")
                        .status())
                .isEqualTo(ADMIN_LIMIT_EXCEEDED);
    }

    @Test
    void aDeeplyNestedFilterLeavesOneLineInTheLog() {
        String nested = "(!".repeat(2000) + "(uid=bob)" + ")".repeat(2000);

        assertThat(slapd().daemon().say(searchRequest(nested))).contains("code: " + OTHER);
        assertThat(slapd().daemon().log()).contains("RecursionError").doesNotContain("Traceback");
    }

    private static String names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj("(uid=name-%d)"::formatted)
                .collect(Collectors.joining("", "(|", ")"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uid=Walter",
                "uid=\\20walter",
                "uid=walter\\20",
                "uid=ｗalter",
                "uid=walter@example.org",
                "uid=walter+mail=walter@example.org",
                "mail=walter@example.org",
                "cn=walter",
                "uid=walter,ou=other",
                "uid=walter\\00",
                "uid=walter\\2Cou=people",
                "uid=walter\\0Amethod: 128\\0Acredlen: 1\\0Acred: x\\0A\\0A",
                "uid=walter,ou=people,dc=example,dc=org\\0Amethod: 128\\0Acredlen: %d\\0Acred: %s\\0A\\0A"
            })
    void anyNameButTheLoginIdentityItselfOpensNothing(String rdn) {
        String name = "walter" + Integer.toHexString(rdn.hashCode());
        Resident walter = residents().make(name, Map.of("email", name + "@example.org", "emailVerified", true));
        String asked = rdn.replace("walter", name)
                .replace("Walter", "W" + name.substring(1))
                .replace("ｗalter", "ｗ" + name.substring(1))
                .formatted(walter.secret().length(), walter.secret());

        Program whoami = slapd().client("ldapwhoami", asked + "," + PEOPLE, walter.secret(), "");

        assertThat(whoami.status()).as(whoami.output()).isIn(INVALID_CREDENTIALS, INSUFFICIENT_ACCESS, 34);
        assertThat(gateway().login(name, walter.secret()).answer()).isEqualTo(Answer.IN);
    }

    @Test
    void attributesOfTheDnMayHaveAnyCase() {
        Program whoami = slapd().client("ldapwhoami", "UID=bob,OU=People,DC=Example,DC=ORG", bob().secret(), "");

        assertThat(whoami.output()).startsWith("dn:uid=bob,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0000more", "\nRESULT\ncode: 0\n"})
    void anAppPasswordWithMoreBehindItIsWrong(String more) {
        assertThat(bind("bob", bob().secret() + more)).isEqualTo(INVALID_CREDENTIALS);
    }

    @Test
    void aPasswordThatIsTooLongForOneIsWrong() {
        assertThat(bind("bob", "x".repeat(1025))).isEqualTo(INVALID_CREDENTIALS);
        assertThat(bind("bob", "x".repeat(200_000))).isEqualTo(INVALID_CREDENTIALS);
    }

    @Test
    void bindsWithoutANameOrAPasswordAreRefused() {
        assertThat(slapd().client("ldapwhoami", "", "", "").status()).isEqualTo(INAPPROPRIATE_AUTHENTICATION);
        assertThat(slapd().client("ldapwhoami", LdapApplication.dn("bob"), "", "")
                        .status())
                .isEqualTo(UNWILLING_TO_PERFORM);
    }

    @Test
    void refusesEverythingElse() {
        String dn = LdapApplication.dn("bob");
        String entry = "dn: " + LdapApplication.dn("new") + "\nobjectClass: account\nuid: new\n";
        String change = "dn: " + dn + "\nchangetype: modify\nreplace: userPassword\nuserPassword: of-my-own\n";

        assertThat(asBob("ldapadd", entry)).isEqualTo(INSUFFICIENT_ACCESS);
        assertThat(asBob("ldapmodify", change)).isEqualTo(INSUFFICIENT_ACCESS);
        assertThat(asBob("ldapdelete", "", dn)).isEqualTo(INSUFFICIENT_ACCESS);
        assertThat(asBob("ldapmodrdn", "", dn, "uid=anna")).isEqualTo(INSUFFICIENT_ACCESS);
        assertThat(asBob("ldapcompare", "", dn, "uid:bob")).isEqualTo(UNWILLING_TO_PERFORM);
        assertThat(slapd().client("ldappasswd", dn, bob().secret(), "", "-s", "of-my-own", dn)
                        .output())
                .contains("(" + UNWILLING_TO_PERFORM + ")");
        assertThat(bind("bob", "of-my-own")).isEqualTo(INVALID_CREDENTIALS);
    }

    @Test
    void theAddressIsTheOneThatSlapdSees() {
        Resident ruth = resident("ruth");
        AppPasswordOnPaper office = realm().appPassword(ruth.person(), "Office", List.of("192.0.2.0/24"), null, "ldap");
        AppPasswordOnPaper here = realm().appPassword(ruth.person(), "Here", List.of("127.0.0.0/8"), null, "ldap");

        assertThat(bind("ruth", office.secret())).isEqualTo(INVALID_CREDENTIALS);
        assertThat(bind("ruth", here.secret())).isZero();
        assertThat(said("IP=192.0.2.7:40000", "256", "ruth", office.secret())).endsWith("code: 0\n");
        assertThat(said("IP=[::ffff:192.0.2.7]:40000", "256", "ruth", office.secret()))
                .endsWith("code: 0\n");
        assertThat(said("IP=[2001:db8::1]:40000", "256", "ruth", office.secret()))
                .endsWith("code: " + INVALID_CREDENTIALS + "\n");
    }

    @Test
    void aPasswordWithoutTlsIsRefusedButFromThisHost() {
        for (String peer : List.of("IP=192.0.2.7:40000", "IP=[2001:db8::1]:40000", "IP=[fe80::1%eth0]:40000")) {
            assertThat(said(peer, "0", "bob", bob().secret())).contains("code: " + CONFIDENTIALITY_REQUIRED);
            assertThat(said(peer, "127", "bob", bob().secret())).contains("code: " + CONFIDENTIALITY_REQUIRED);
            assertThat(said(peer, "128", "bob", bob().secret())).endsWith("code: 0\n");
        }
        for (String peer : List.of("IP=127.0.0.1:40000", "IP=[::1]:40000", "PATH=/run/slapd/ldapi")) {
            assertThat(said(peer, "0", "bob", bob().secret())).endsWith("code: 0\n");
        }
        assertThat(said("IP=nonsense", "256", "bob", bob().secret())).doesNotContain("code: 0");
        assertThat(slapd().clientWithStartTls("ldapwhoami", LdapApplication.dn("bob"), bob().secret())
                        .status())
                .isZero();
    }

    /** A verdict of Keycloak has no content and no challenge. */
    @Test
    void takesTheAnswerOfSomethingElseForNoVerdict() {
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(servers().authority().server("localhost"));
                LdapDaemon other = LdapDaemon.start(terms().at(sloppy.url()))) {
            String bind = bindRequest("IP=127.0.0.1:1", "0", "bob", "any");
            for (String strange : List.of("WWW-Authenticate", "Content-Type")) {
                sloppy.answers(401, Map.of(strange, "Basic"));
                assertThat(other.say(bind)).endsWith("code: " + UNAVAILABLE + "\n");
                sloppy.answers(200, Map.of(strange, "text/html", "X-Username", "bob"));
                assertThat(other.say(bind)).endsWith("code: " + UNAVAILABLE + "\n");
            }
            sloppy.answers(401, Map.of());
            assertThat(other.say(bind)).endsWith("code: " + INVALID_CREDENTIALS + "\n");
            sloppy.answers(200, Map.of("X-Username", "bob"));
            assertThat(other.say(bind)).endsWith("code: 0\n");
        }
    }

    @Test
    void tooManyQuestionsOfOneGatewayAreBusy() {
        GatewayTerms limited = GatewayTerms.of(
                servers(),
                realm(),
                realm().gateway("limited", Map.of("protocols", List.of("ldap"), "requestsPerSecond", 1)),
                "limited");
        try (LdapDaemon other = LdapDaemon.start(limited)) {
            List<String> answers =
                    Collections.nCopies(10, bindRequest("IP=127.0.0.1:1", "0", "bob", bob().secret())).stream()
                            .map(other::say)
                            .toList();

            assertThat(answers).anyMatch(answer -> answer.endsWith("code: 0\n"));
            assertThat(answers).anyMatch(answer -> answer.endsWith("code: " + BUSY + "\n"));
        }
    }

    @Test
    void hundredsOfBindsAtOnceAreAnsweredRight() {
        List<Callable<Integer>> binds = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String password = i % 2 == 0 ? bob().secret() : anna().secret();
            binds.add(() -> bind("bob", password));
        }

        List<Integer> codes = Together.all(binds.size(), binds);

        for (int i = 0; i < codes.size(); i++) {
            assertThat(codes.get(i)).isEqualTo(i % 2 == 0 ? 0 : INVALID_CREDENTIALS);
        }
    }

    @Test
    void slowClientsKeepNobodyWaiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), slapd().port());
                slow.add(socket);
                // The beginning of a bind.
                socket.getOutputStream().write(new byte[] {0x30, 0x40, 0x02, 0x01, 0x01, 0x60});
            }
            assertThat(bind("bob", bob().secret())).isZero();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aRestartLosesNoBind() {
        List<Callable<Integer>> binds = Collections.nCopies(300, () -> bind("bob", bob().secret()));
        CompletableFuture<List<Integer>> codes = CompletableFuture.supplyAsync(() -> Together.all(10, binds));
        for (int i = 0; i < 3; i++) {
            slapd().daemon().restart();
        }

        assertThat(codes.join()).containsOnly(0);
    }

    /** slapd takes a connection that ends without an answer for success. */
    @Test
    void aDaemonThatDiesLetsNobodyIn() {
        CompletableFuture<Integer> wrong = new CompletableFuture<>();
        outage().whileHanging(() -> {
            wrong.completeAsync(() -> bind("bob", "wrong"));
            Waiting.until(TIME, "the bind is under way", () -> slapd().daemon().isBusy());
            slapd().daemon().kill();
            assertThat(wrong.join()).isEqualTo(UNAVAILABLE);
        });
        assertThat(bind("bob", bob().secret())).isZero();
    }

    @Test
    void keepsPasswordsAndSecretToItself() {
        bind("bob", "a-wrong-one");

        assertThat(slapd().daemon().log())
                .doesNotContain(bob().secret(), "a-wrong-one", credential().secret());
    }

    @Test
    void badSettingsAreNamed(@TempDir Path folder) throws IOException {
        String url = "https://localhost/realms/example/app-passwords/validate";
        Path secret = Files.writeString(folder.resolve("secret"), "x\n");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThat(refusal("http://keycloak.example.org/realms/example/app-passwords/validate", secret))
                .contains("--url is 'http://keycloak.example.org/", "it must begin with https://");
        assertThat(refusal("https://localhost/realms/example", secret))
                .contains("it must end in /realms/REALM/app-passwords/validate");
        assertThat(refusal("https://localhost:port/", secret)).contains("--url is 'https://localhost:port/'");
        assertThat(refusal(url, folder.resolve("missing"))).contains("--secret-file is", "No such file");
        assertThat(refusal(url, empty)).contains("its first line is empty");
        assertThat(refusal(url, secret, "--ca-file", empty.toString())).contains("--ca-file is");
        assertThat(refusal(url, secret, "--ca-file", "/missing")).contains("--ca-file is '/missing'");
        assertThat(refusal(url, secret, "--protocol", "IMAP!")).contains("--protocol is 'IMAP!'");
        assertThat(refusal(url, secret)).contains("start app-passwords-ldap.socket");
        assertThat(LdapDaemon.refusal(List.of())).contains("required: --url, --client-id, --secret-file");
    }

    @Test
    void theUnitsAreUnderstoodBySystemd(@TempDir Path folder) throws IOException {
        Path recipe = Project.gatewayRecipe("openldap");
        for (String unit : List.of("app-passwords-ldap.socket", "app-passwords-ldap.service")) {
            String text = RecipeFolder.read(recipe.resolve(unit));
            Files.writeString(
                    folder.resolve(unit),
                    text.replace(
                            "/usr/local/sbin/app-passwords-ldap",
                            recipe.resolve("app-passwords-ldap").toString()));
        }
        Program verify = Program.run(
                List.of(
                        "systemd-analyze",
                        "verify",
                        "--man=no",
                        "--recursive-errors=no",
                        folder.resolve("app-passwords-ldap.service").toString(),
                        folder.resolve("app-passwords-ldap.socket").toString()),
                "");

        assertThat(verify.output()).isEmpty();
        assertThat(RecipeFolder.read(recipe.resolve("app-passwords-ldap.socket")))
                .contains("SocketMode=0660", "SocketGroup=openldap", "TriggerLimitIntervalSec=0");
        assertThat(RecipeFolder.read(recipe.resolve("slapd-with-app-passwords.conf")))
                .contains("Requires=app-passwords-ldap.socket", "After=app-passwords-ldap.socket");
    }

    private static String refusal(String url, Path secret, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--url", url, "--client-id", "ldap", "--secret-file", secret.toString()));
        arguments.addAll(List.of(more));
        return LdapDaemon.refusal(arguments);
    }

    private String found(String filter) {
        return search(PEOPLE, filter).output();
    }

    private Program search(String base, String filter) {
        return slapd().client("ldapsearch", LdapApplication.dn("bob"), bob().secret(), "", "-LLL", "-b", base, filter);
    }

    private int asBob(String program, String input, String... more) {
        return slapd().client(program, LdapApplication.dn("bob"), bob().secret(), input, more)
                .status();
    }

    private String searchThenBind(String attribute, String name, String password) {
        Program program = Program.run(
                List.of(
                        "/usr/bin/python3",
                        "-c",
                        SEARCH_THEN_BIND,
                        String.valueOf(slapd().port()),
                        slapd().authority().toString(),
                        PEOPLE,
                        attribute),
                name + "\n" + password);
        return program.output().strip();
    }

    /** By the client of the JDK, without TLS: the result code. */
    @SuppressWarnings("JdkObsolete") // JNDI takes no other map
    private int bind(String username, String password) {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, slapd().url());
        environment.put(Context.SECURITY_AUTHENTICATION, "simple");
        environment.put(Context.SECURITY_PRINCIPAL, LdapApplication.dn(username));
        environment.put(Context.SECURITY_CREDENTIALS, password.getBytes(StandardCharsets.UTF_8));
        environment.put("com.sun.jndi.ldap.read.timeout", "15000");
        try {
            new InitialLdapContext(environment, null).close();
            return 0;
        } catch (AuthenticationException e) {
            return INVALID_CREDENTIALS;
        } catch (NamingException e) {
            String message = String.valueOf(e.getMessage());
            return Arrays.stream(new int[] {BUSY, UNAVAILABLE})
                    .filter(code -> message.contains("error code " + code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(e));
        }
    }

    private String said(String peer, String ssf, String username, String password) {
        return slapd().daemon().say(bindRequest(peer, ssf, username, password));
    }

    private static String searchRequest(String filter) {
        return "SEARCH\nmsgid: 1\npeername: IP=127.0.0.1:40000\nssf: 0\nsuffix: " + PEOPLE + "\nbase: " + PEOPLE
                + "\nscope: 2\nfilter: " + filter + "\n\n";
    }

    private static String bindRequest(String peer, String ssf, String username, String password) {
        return "BIND\nmsgid: 1\npeername: " + peer + "\nssf: " + ssf + "\nsuffix: " + PEOPLE + "\ndn: "
                + LdapApplication.dn(username) + "\nmethod: 128\ncredlen: " + password.length() + "\ncred: " + password
                + "\n\n";
    }

    private Slapd slapd() {
        return Objects.requireNonNull(slapd);
    }
}
