package io.github.keycloakapppasswords.gateways;

import javax.naming.ldap.Rdn;

/** An application that only speaks LDAP: it makes a DN of the name that was typed, and binds as that. */
final class LdapApplication implements StockGateway {
    static final String PEOPLE = "ou=people,dc=example,dc=org";

    private static final int INVALID_CREDENTIALS = 49;
    private static final int BUSY = 51;
    private static final int UNAVAILABLE = 52;

    private final Slapd slapd;

    LdapApplication(Slapd slapd) {
        this.slapd = slapd;
    }

    @Override
    public Login login(String username, String password) {
        Program whoami = slapd.client("ldapwhoami", dn(username), password, "");
        return switch (whoami.status()) {
            case 0 -> Login.in(username);
            case INVALID_CREDENTIALS -> Login.wrong(whoami.output());
            case BUSY, UNAVAILABLE -> Login.later(whoami.output());
            default ->
                throw new IllegalStateException("ldapwhoami ended with " + whoami.status() + ": " + whoami.output());
        };
    }

    /** The DN that its template makes. */
    static String dn(String username) {
        return "uid=" + Rdn.escapeValue(username) + "," + PEOPLE;
    }

    @Override
    public void changeSecret(String secret) {
        slapd.daemon().changeSecret(secret);
    }

    @Override
    public void close() {
        slapd.close();
    }
}
