package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.account.CallerRules.Access;
import io.github.keycloakapppasswords.account.CallerRules.Caller;
import io.github.keycloakapppasswords.account.CallerRules.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerRulesTest {

    private static final String CONSOLE = "account-console";
    private static final Set<String> MANAGE = Set.of("manage-account");
    private static final Set<String> VIEW = Set.of("view-profile");

    private static Caller console(Set<String> roles) {
        return new Caller(CONSOLE, true, false, false, roles);
    }

    @Test
    void letsTheConsoleOfWhoMayManageHerAccountDoAll() {
        assertThat(CallerRules.refuse(console(MANAGE), Access.READ)).isEmpty();
        assertThat(CallerRules.refuse(console(MANAGE), Access.CHANGE)).isEmpty();
    }

    @Test
    void letsWhoMayViewReadOnly() {
        assertThat(CallerRules.refuse(console(VIEW), Access.READ)).isEmpty();
        assertThat(CallerRules.refuse(console(VIEW), Access.CHANGE)).contains(Refusal.ROLE_MISSING);
    }

    @Test
    void refusesWhoMayNeither() {
        assertThat(CallerRules.refuse(console(Set.of("view-groups")), Access.READ))
                .contains(Refusal.ROLE_MISSING);
    }

    @Test
    void refusesAnyOtherClientWhateverItsAudience() {
        for (String client : new String[] {"app", "account", "security-admin-console", "", null}) {
            assertThat(CallerRules.refuse(new Caller(client, true, false, false, MANAGE), Access.READ))
                    .contains(Refusal.NOT_THE_ACCOUNT_CONSOLE);
        }
    }

    @Test
    void refusesAnotherAudience() {
        assertThat(CallerRules.refuse(new Caller(CONSOLE, false, false, false, MANAGE), Access.READ))
                .contains(Refusal.NOT_THE_ACCOUNT_CONSOLE);
    }

    @Test
    void refusesAServiceAccount() {
        assertThat(CallerRules.refuse(new Caller(CONSOLE, true, true, false, MANAGE), Access.READ))
                .contains(Refusal.NOT_THE_ACCOUNT_CONSOLE);
    }

    @Test
    void letsAnImpersonatorReadOnly() {
        Caller impersonator = new Caller(CONSOLE, true, false, true, MANAGE);

        assertThat(CallerRules.refuse(impersonator, Access.READ)).isEmpty();
        assertThat(CallerRules.refuse(impersonator, Access.CHANGE)).contains(Refusal.IMPERSONATED);
    }
}
