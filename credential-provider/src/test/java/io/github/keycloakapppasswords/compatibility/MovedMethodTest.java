package io.github.keycloakapppasswords.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.compatibility.MovedMethod.Form;
import java.lang.invoke.MethodType;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class MovedMethodTest {

    private static final Form NEW = new Form("concat", MethodType.methodType(String.class, String.class));
    private static final Form OLD = new Form("trim", MethodType.methodType(String.class));
    private static final Form GONE = new Form("concat", MethodType.methodType(String.class, int.class));

    @Test
    void takesTheFirstFormThatExists() throws Throwable {
        assertThat(MovedMethod.of(String.class, NEW, OLD).handle().type().parameterCount())
                .isEqualTo(2);
        assertThat((String) MovedMethod.of(String.class, GONE, OLD).handle().invoke(" a "))
                .isEqualTo("a");
        assertThatCode(MovedMethod.of(String.class, GONE, OLD)::require).doesNotThrowAnyException();
    }

    @Test
    void refusesAKeycloakWithNeitherFormByOneLine() {
        MovedMethod gone = MovedMethod.of(String.class, GONE);

        assertThatThrownBy(gone::require)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "Keycloak App Passwords does not work with Keycloak \\S+: String\\.concat has changed\\."
                                + " Look for a release of Keycloak App Passwords that names this version, or take the"
                                + " JAR out of providers/ and run kc\\.sh build\\.");
        assertThatThrownBy(gone::handle).isInstanceOf(NoSuchElementException.class);
    }

    /** Keycloak starts the factories in any order: each gives the message that helps most. */
    @Test
    void saysOfAKeycloakThatIsTooOldOnlyThatItIs() {
        MovedMethod gone = MovedMethod.of(String.class, GONE);

        assertThatThrownBy(() -> gone.require("26.5.6"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Keycloak App Passwords needs Keycloak 26.6.4 or later, and this is 26.5.6.");
    }
}
