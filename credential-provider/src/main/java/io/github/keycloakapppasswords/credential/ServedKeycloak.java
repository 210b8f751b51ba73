package io.github.keycloakapppasswords.credential;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of Keycloak this JAR serves. It calls internals of Keycloak, also to check secrets, which older versions
 * do not have: there it would start, and fail request by request. See ADR 19.
 */
final class ServedKeycloak {

    private static final Logger LOG = Logger.getLogger("io.github.keycloakapppasswords");
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\D.*)?");
    private static final int[] OLDEST = {26, 6, 4};
    private static final int[] FIRST_UNTESTED = {26, 8, 0};

    private ServedKeycloak() {}

    /**
     * Looks at the version before anything is done, the database included.
     *
     * @param version as Keycloak says it, such as {@code 26.7.4}
     * @throws IllegalStateException with a finished sentence, if it is too old; those that are later than what was tested,
     *     or say no number, only bring a warning
     */
    static void require(String version) {
        Matcher parts = NUMBERS.matcher(version);
        int[] numbers = parts.matches()
                ? new int[] {number(parts.group(1)), number(parts.group(2)), number(parts.group(3))}
                : FIRST_UNTESTED;
        if (Arrays.compare(numbers, OLDEST) < 0) {
            throw new IllegalStateException("Keycloak App Passwords needs Keycloak 26.6.4 or later, and this is "
                    + version + ". Update Keycloak, or take the JAR out of providers/ and run kc.sh build.");
        }
        if (Arrays.compare(numbers, FIRST_UNTESTED) >= 0) {
            LOG.warnf("Keycloak App Passwords was tested with Keycloak 26.6 and 26.7, and this is %s.", version);
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
