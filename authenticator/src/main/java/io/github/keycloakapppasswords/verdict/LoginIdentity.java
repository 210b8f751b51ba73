package io.github.keycloakapppasswords.verdict;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The name by which a gateway knows a user: the name of the mailbox, not the submitted name.
 *
 * @param kind the source of the name
 * @param attribute the user attribute's name for {@link Kind#ATTRIBUTE}, else empty
 */
public record LoginIdentity(Kind kind, String attribute) {

    /** Where a login identity is taken from. */
    public enum Kind {
        USERNAME,
        /** Only if it is verified. */
        EMAIL,
        /** Only while the realm's user profile keeps its owner from changing it. */
        ATTRIBUTE
    }

    /** The user name. */
    public static final LoginIdentity USERNAME = new LoginIdentity(Kind.USERNAME, "");

    /** The verified e-mail address. */
    public static final LoginIdentity EMAIL = new LoginIdentity(Kind.EMAIL, "");

    private static final String ATTRIBUTE_PREFIX = "attribute:";
    private static final int MAXIMUM_ATTRIBUTE_LENGTH = 255;
    private static final Set<String> BUILT_IN = Set.of("username", "email", "firstname", "lastname", "locale");

    /**
     * Reads {@code username}, {@code email} or {@code attribute:NAME}.
     *
     * @throws IllegalArgumentException with a finished sentence, if it is anything else, or names an attribute that
     *     Keycloak itself keeps for the owner
     */
    @JsonCreator
    public static LoginIdentity parse(String text) {
        if (text.equals("username")) {
            return USERNAME;
        }
        if (text.equals("email")) {
            return EMAIL;
        }
        if (!text.startsWith(ATTRIBUTE_PREFIX)) {
            throw new IllegalArgumentException(
                    "loginIdentity is \"" + text + "\": it must be \"username\", \"email\" or \"attribute:NAME\".");
        }
        return ofAttribute(text.substring(ATTRIBUTE_PREFIX.length()));
    }

    private static LoginIdentity ofAttribute(String name) {
        if (name.isBlank() || name.length() > MAXIMUM_ATTRIBUTE_LENGTH) {
            throw new IllegalArgumentException("loginIdentity names the user attribute \"" + name
                    + "\": the name must have 1 to " + MAXIMUM_ATTRIBUTE_LENGTH + " characters.");
        }
        if (BUILT_IN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("loginIdentity names the user attribute \"" + name
                    + "\", which owners edit themselves: use \"username\" or \"email\", or an attribute of your own.");
        }
        return new LoginIdentity(Kind.ATTRIBUTE, name);
    }

    /**
     * The name of a user by this rule.
     *
     * @param verifiedEmail {@code null} if the user has none, or it is not verified
     * @param attributes all values of a user attribute by its name
     * @return {@code null} if the user has no such name; an attribute of several values is none
     */
    public @Nullable String of(
            String username, @Nullable String verifiedEmail, Function<String, List<String>> attributes) {
        return switch (kind) {
            case USERNAME -> username;
            case EMAIL -> verifiedEmail;
            case ATTRIBUTE -> onlyValue(attributes.apply(attribute));
        };
    }

    private static @Nullable String onlyValue(List<String> values) {
        return values.size() == 1 ? values.get(0) : null;
    }

    /** The text that {@link #parse(String)} reads. */
    @JsonValue
    @Override
    public String toString() {
        return kind == Kind.ATTRIBUTE
                ? ATTRIBUTE_PREFIX + attribute
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
