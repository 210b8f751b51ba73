package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The submission of a gateway: an attempt and an app password.
 *
 * <p><b>Security.</b> The submitted password itself is not kept: a text that is not an app password is dropped in
 * {@link #of(String, String, Protocol, String)}, and an app password does not print. The app password goes no further than the
 * steps of the validation: reports and notes of use get the {@link #attempt()}.
 *
 * @param secret the submitted app password; empty if the submitted text is not an app password
 * @param mistyped whether the submitted text is not an app password, but looks like one with a typing error
 */
public record Submission(Attempt attempt, Optional<AppPassword> secret, boolean mistyped) {

    /**
     * @param name the submitted name, or {@code null} if it was not readable text
     * @param password the submitted password, or {@code null} if it was not readable text
     * @param clientAddress the end client's address as the gateway sent it, or {@code null}
     */
    public static Submission of(
            @Nullable String name, @Nullable String password, Protocol protocol, @Nullable String clientAddress) {
        Optional<AppPassword> secret = password == null ? Optional.empty() : AppPassword.parse(password);
        boolean mistyped = password != null && secret.isEmpty() && AppPassword.resembles(password);
        return new Submission(new Attempt(name, protocol, clientAddress), secret, mistyped);
    }

    /** The same submission with another name. */
    public Submission named(String name) {
        return new Submission(new Attempt(name, attempt.protocol(), attempt.clientAddress()), secret, mistyped);
    }
}
