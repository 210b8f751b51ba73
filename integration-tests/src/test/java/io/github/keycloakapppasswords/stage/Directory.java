package io.github.keycloakapppasswords.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slapd with a directory of people that Keycloak takes its users from, on loopback and in a folder of its own. It can be
 * stopped, started again with the same people on the same port, and made to hang.
 */
public final class Directory implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String ADMIN = "cn=admin,dc=example,dc=org";
    private static final String PASSWORD = "of-the-stage";
    private static final String CONFIGURATION =
            """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            loglevel stats
            database mdb
            suffix dc=example,dc=org
            directory %s
            rootdn cn=admin,dc=example,dc=org
            rootpw of-the-stage
            index objectClass,uid,mail,entryUUID eq
            """;
    private static final String TREE =
            """
            dn: dc=example,dc=org
            objectClass: domain
            dc: example

            dn: ou=people,dc=example,dc=org
            objectClass: organizationalUnit
            ou: people
            """;

    private final Path folder;
    private final int port = Ports.free();
    private @Nullable StageProcess process;

    private Directory(Path folder) {
        this.folder = folder;
    }

    /** Starts one without people. */
    public static Directory start() {
        Directory directory = new Directory(temporaryFolder());
        try {
            Files.createDirectories(directory.folder.resolve("data"));
            Files.writeString(
                    directory.folder.resolve("slapd.conf"), CONFIGURATION.formatted(directory.folder.resolve("data")));
            directory.restart();
            directory.modify(TREE.replaceAll("(?m)^(dn:.*)$", "$1\nchangetype: add"));
            return directory;
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("app-passwords-directory-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes its members of staff the users of a realm.
     *
     * @param importing whether Keycloak keeps a copy of each
     */
    public void federate(Realm realm, boolean importing) {
        Map<String, List<String>> settings = new HashMap<>();
        settings().forEach((key, value) -> settings.put(key, List.of(value)));
        settings.put("importEnabled", List.of(String.valueOf(importing)));
        String realmId = realm.admin().get(realm.path("")).path("id").asText();
        String storage =
                component(realm, realmId, "directory", "ldap", "org.keycloak.storage.UserStorageProvider", settings);
        component(
                realm,
                storage,
                "enabled",
                "user-attribute-ldap-mapper",
                "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                Map.of(
                        "user.model.attribute",
                        List.of("enabled"),
                        "ldap.attribute",
                        List.of("businessCategory"),
                        "read.only",
                        List.of("true"),
                        "always.read.value.from.ldap",
                        List.of("true")));
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("vendor", "other"),
                Map.entry("connectionUrl", "ldap://127.0.0.1:" + port),
                Map.entry("usersDn", "ou=people,dc=example,dc=org"),
                Map.entry("authType", "simple"),
                Map.entry("bindDn", ADMIN),
                Map.entry("bindCredential", PASSWORD),
                Map.entry("usernameLDAPAttribute", "uid"),
                Map.entry("rdnLDAPAttribute", "uid"),
                Map.entry("uuidLDAPAttribute", "entryUUID"),
                Map.entry("userObjectClasses", "inetOrgPerson"),
                Map.entry("customUserSearchFilter", "(employeeType=staff)"),
                Map.entry("editMode", "READ_ONLY"),
                Map.entry("trustEmail", "true"),
                Map.entry("enabled", "true"));
    }

    private static String component(
            Realm realm,
            String parent,
            String name,
            String providerId,
            String providerType,
            Map<String, List<String>> settings) {
        Map<String, Object> component = Map.of(
                "name",
                name,
                "providerId",
                providerId,
                "providerType",
                providerType,
                "parentId",
                parent,
                "config",
                settings);
        return realm.admin().post(realm.path("/components"), component).orElseThrow();
    }

    /** Adds someone, and returns her as a realm knows her. */
    public Person person(Realm realm, String name) {
        add(name);
        JsonNode user = realm.admin().get(realm.path("/users?exact=true&username=" + Http.encode(name)));
        return new Person(user.path(0).path("id").asText(), name, "main-password-of-" + name, Optional.empty());
    }

    /** Adds a member of staff, enabled. */
    private void add(String name) {
        modify(
                """
                dn: uid=%1$s,ou=people,dc=example,dc=org
                changetype: add
                objectClass: inetOrgPerson
                uid: %1$s
                cn: First Last
                givenName: First
                sn: Last
                mail: %2$s
                userPassword: main-password-of-%1$s
                employeeType: staff
                businessCategory: true
                """
                        .formatted(name, name.contains("@") ? "mail-of-" + name : name + "@example.org"));
    }

    public void delete(String name) {
        modify("dn: uid=" + name + ",ou=people,dc=example,dc=org\nchangetype: delete\n");
    }

    /** Gives an attribute another value. */
    public void set(String name, String attribute, String value) {
        modify("dn: uid=%s,ou=people,dc=example,dc=org\nchangetype: modify\nreplace: %s\n%s: %s\n"
                .formatted(name, attribute, attribute, value));
    }

    /** How many searches it was asked for so far. */
    public long searches() {
        try (var lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(" SRCH base=")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after {@link #stop()}. */
    public void restart() {
        StageProcess started = StageProcess.start(
                "slapd",
                folder,
                log(),
                Map.of(),
                List.of("/usr/sbin/slapd", "-d", "stats", "-f", "slapd.conf", "-h", "ldap://127.0.0.1:" + port));
        process = started;
        Waiting.until(TIME, "slapd answers", () -> {
            started.requireAlive();
            return Ports.answers(port);
        });
    }

    public void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** It takes connections and says nothing until {@link #thaw()}. */
    public void freeze() {
        running().freeze();
    }

    public void thaw() {
        running().thaw();
    }

    @Override
    public void close() {
        stop();
        FileTree.delete(folder);
    }

    private StageProcess running() {
        if (process == null) {
            throw new StageException("This directory does not run.");
        }
        return process;
    }

    private Path log() {
        return folder.resolve("slapd.log");
    }

    private void modify(String ldif) {
        try {
            Path file = Files.writeString(folder.resolve("change.ldif"), ldif);
            StageProcess.start(
                            "ldapmodify",
                            folder,
                            folder.resolve("ldapmodify.log"),
                            Map.of(),
                            List.of(
                                    "/usr/bin/ldapmodify",
                                    "-x",
                                    "-H",
                                    "ldap://127.0.0.1:" + port,
                                    "-D",
                                    ADMIN,
                                    "-w",
                                    PASSWORD,
                                    "-f",
                                    file.toString()))
                    .succeed(TIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
