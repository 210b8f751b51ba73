package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link UsesOnDatabaseServer} with PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class UsesOnPostgreSqlIT extends UsesOnDatabaseServer {

    UsesOnPostgreSqlIT(KeycloakOnDatabase.Pair pair) {
        super(pair);
    }

    /** Else each use would write to all indexes of the table. */
    @Test
    void changeNothingThatAnIndexHolds() {
        assertThat(rowsIfAnIndexHas("used_day")).isPositive();
        assertThat(rowsIfAnIndexHas("used_(at|protocol|address|gateway)")).isZero();
    }

    /** The number of rows of app passwords if an index of their table has a column like this, else 0. */
    private int rowsIfAnIndexHas(String column) {
        return fixture.sql("update APP_PASSWORD set LABEL = LABEL where exists (select 1 from pg_indexes"
                + " where tablename = 'app_password' and indexdef ~ '\\m" + column + "\\M')");
    }
}
