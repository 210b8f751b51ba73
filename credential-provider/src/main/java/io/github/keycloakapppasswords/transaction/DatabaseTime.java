package io.github.keycloakapppasswords.transaction;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Reads the clock of the database server. */
public final class DatabaseTime {

    private static final int DECIMALS = 9;

    private final JpaConnectionProvider connection;

    public DatabaseTime(KeycloakSession session) {
        this.connection = session.getProvider(JpaConnectionProvider.class);
    }

    /** Asks the database; empty where this release does not know how to ask such a database for its time. */
    public Optional<Instant> now() {
        return query().map(query -> instant(new BigDecimal(connection
                .getEntityManager()
                .createNativeQuery(query)
                .getSingleResult()
                .toString())));
    }

    /** In seconds since the epoch: a time without its zone would be read in this node's. */
    private Optional<String> query() {
        Dialect dialect = connection
                .getEntityManager()
                .getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        if (dialect instanceof PostgreSQLDialect) {
            return Optional.of("select extract(epoch from clock_timestamp())");
        }
        if (dialect instanceof MySQLDialect) {
            return Optional.of("select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) / 1000000");
        }
        return dialect instanceof H2Dialect
                ? Optional.of("select extract(epoch from current_timestamp(3))")
                : Optional.empty();
    }

    private static Instant instant(BigDecimal seconds) {
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole))
                        .movePointRight(DECIMALS)
                        .longValue());
    }
}
