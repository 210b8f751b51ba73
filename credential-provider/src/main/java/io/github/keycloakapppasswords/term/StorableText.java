package io.github.keycloakapppasswords.term;

import org.hibernate.dialect.MySQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Text that Keycloak's tables can hold. On MySQL and MariaDB, Keycloak keeps names and labels in columns of {@code utf8mb3},
 * whatever the database's own character set (seen on 26.7.4): a character beyond Unicode's basic plane, such as an
 * emoji, cannot be stored there and not even compared. PostgreSQL takes no null character in any text. Such a statement
 * fails as in an outage, which it must not be taken for.
 */
public final class StorableText {

    private final KeycloakSession session;

    public StorableText(KeycloakSession session) {
        this.session = session;
    }

    /** Whether a name, label or id can be in this server's database. Asks no database. */
    public boolean canHold(String text) {
        return text.indexOf('\0') < 0 && isComparable(text);
    }

    private boolean isComparable(String text) {
        return text.codePoints().noneMatch(Character::isSupplementaryCodePoint) || !isOfThreeBytes();
    }

    private boolean isOfThreeBytes() {
        return session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .getEntityManagerFactory()
                        .unwrap(SessionFactoryImplementor.class)
                        .getJdbcServices()
                        .getDialect()
                instanceof MySQLDialect;
    }
}
