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
    void changeNothingThatAnIndexHoldsAndStayOnTheirPage() {
        assertThat(rowsIfAnIndexHas("used_day")).isPositive();
        assertThat(rowsIfAnIndexHas("used_(at|protocol|address|gateway)")).isZero();
        assertThat(rowsIf("from pg_class where relname = 'app_password' and reloptions = '{fillfactor=80}'"))
                .isPositive();
    }

    private int rowsIfAnIndexHas(String column) {
        return rowsIf("from pg_indexes where tablename = 'app_password' and indexdef ~ '\\m" + column + "\\M'");
    }

    /** The number of rows of app passwords if the catalogue has this, else 0. */
    private int rowsIf(String catalogue) {
        return fixture.sql("update APP_PASSWORD set LABEL = LABEL where exists (select 1 " + catalogue + ")");
    }
}
