package io.github.keycloakapppasswords.gateways;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An application that only speaks LDAP: looks up the entry of exactly this {@code uid}, and binds as it. */
final class LdapApplication implements StockGateway {
    private static final String PEOPLE = ",ou=people,dc=example,dc=org";
    private static final int INVALID_CREDENTIALS = 49;

    private final Slapd slapd;
    private final Map<String, String> entries = new ConcurrentHashMap<>();

    LdapApplication(Slapd slapd) {
        this.slapd = slapd;
    }

    @Override
    public Login login(String username, String password) {
        String dn = entries.getOrDefault(username, "cn=nobody" + PEOPLE);
        Program whoami = slapd.client("ldapwhoami", dn, password, "");
        if (whoami.status() == 0 && whoami.output().contains("dn:" + dn)) {
            return Login.in(username);
        }
        if (whoami.status() == INVALID_CREDENTIALS) {
            return Login.wrong(whoami.output());
        }
        throw new IllegalStateException("ldapwhoami ended with " + whoami.status() + ": " + whoami.output());
    }

    /** The entry of that person, whose password the directory leaves to Keycloak. */
    @Override
    public void deliver(String loginIdentity) {
        entries.computeIfAbsent(loginIdentity, identity -> {
            String name = "cn=entry-" + (entries.size() + 1);
            slapd.add(
                    """
                    dn: %s
                    objectClass: inetOrgPerson
                    sn: Example
                    uid:: %s
                    userPassword:: %s
                    """
                            .formatted(name + PEOPLE, base64(identity), base64("{SASL}" + identity)));
            return name + PEOPLE;
        });
    }

    Slapd slapd() {
        return slapd;
    }

    /** The entry's name. */
    String dn(String loginIdentity) {
        return entries.getOrDefault(loginIdentity, "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void changeSecret(String secret) {
        slapd.changeSecret(secret);
    }

    @Override
    public void close() {
        slapd.close();
    }
}
