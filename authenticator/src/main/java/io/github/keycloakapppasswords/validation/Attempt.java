package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question: may this name with this password use this protocol?
 *
 * <p><b>Security.</b> The submitted password itself is not kept: what is not an app password is gone after
 * {@link #of(String, String, Protocol, String)}, and what is one does not print.
 *
 * @param name the submitted name, or {@code null} if it was not readable text
 * @param secret the submitted app password; empty if what was sent is not one
 * @param protocol what the client speaks
 * @param clientAddress the end client's address as the gateway told it, or {@code null}
 */
public record Attempt(
        @Nullable String name, Optional<AppPassword> secret, Protocol protocol, @Nullable String clientAddress) {

    /**
     * @param name the submitted name, or {@code null} if it was not readable text
     * @param password what was sent as password, or {@code null} if it was not readable text
     */
    public static Attempt of(
            @Nullable String name, @Nullable String password, Protocol protocol, @Nullable String clientAddress) {
        Optional<AppPassword> secret = password == null ? Optional.empty() : AppPassword.parse(password);
        return new Attempt(name, secret, protocol, clientAddress);
    }

    /** The same attempt under another name. */
    public Attempt named(String other) {
        return new Attempt(other, secret, protocol, clientAddress);
    }
}
