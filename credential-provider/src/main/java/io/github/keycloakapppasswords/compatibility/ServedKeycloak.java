package io.github.keycloakapppasswords.compatibility;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of Keycloak this JAR serves. It calls internals of Keycloak, also to check secrets, which older versions
 * do not have: there it would start, and fail request by request. See ADR 19.
 */
public final class ServedKeycloak {

    private static final Logger LOG = Logger.getLogger("io.github.keycloakapppasswords");
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\D.*)?");
    private static final int[] OLDEST = {26, 6, 4};
    private static final int[] FIRST_UNTESTED = {26, 8, 0};

    private ServedKeycloak() {}

    /**
     * Refuses a Keycloak that is too old, by {@link #refuseOlder(String)}. A Keycloak that is later than what was tested, or that
     * says no number, only brings a warning.
     *
     * @param version as Keycloak says it, such as {@code 26.7.4}
     */
    public static void require(String version) {
        refuseOlder(version);
        if (Arrays.compare(numbers(version), FIRST_UNTESTED) >= 0) {
            LOG.warnf(
                    "Keycloak App Passwords was tested with Keycloak 26.6 and 26.7, and this is %s. It looks for all that it calls"
                            + " in Keycloak, and does not start where something is missing; but the same call may behave differently here."
                            + " Look for a later JAR, and try it on a copy of your realm first.",
                    version);
        }
    }

    /**
     * For the start of each factory that looks for internals of Keycloak. Keycloak starts its factories in an order that is not
     * fixed, and the admin gets the message of the first one that fails.
     *
     * @param version as Keycloak says it, such as {@code 26.7.4}
     * @throws IllegalStateException with a finished sentence, if it is too old
     */
    public static void refuseOlder(String version) {
        if (Arrays.compare(numbers(version), OLDEST) < 0) {
            throw new IllegalStateException("Keycloak App Passwords needs Keycloak 26.6.4 or later, and this is "
                    + version + ". Update Keycloak, or take the JAR out of providers/ and run kc.sh build.");
        }
    }

    private static int[] numbers(String version) {
        Matcher parts = NUMBERS.matcher(version);
        return parts.matches()
                ? new int[] {number(parts.group(1)), number(parts.group(2)), number(parts.group(3))}
                : FIRST_UNTESTED;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
