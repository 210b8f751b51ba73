package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.credential.MakerBrowser;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/**
 * Names the browser of a request as Keycloak's list of devices does.
 *
 * <p><b>Security.</b> The header {@code User-Agent} says whatever its sender likes, and the name goes into a mail: only words of
 * letters are taken, so that it is never a link.
 */
final class MakerBrowsers {

    private static final Pattern WORDS = Pattern.compile("[A-Za-z]+(?: [A-Za-z]+){0,3}");
    private static final int LONGEST = 30;

    private MakerBrowsers() {}

    /** The browser of the session's request. */
    static MakerBrowser of(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        String address = context.getConnection().getRemoteAddr();
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        return device == null
                ? new MakerBrowser(address, null, null)
                : new MakerBrowser(address, name(device.getBrowser()), name(device.getOs()));
    }

    /**
     * The name without a version.
     *
     * @param text like {@code Firefox/140.0}
     * @return {@code null} if the text is not a name, or Keycloak does not know the browser
     */
    static @Nullable String name(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        boolean known =
                name.length() <= LONGEST && WORDS.matcher(name).matches() && !DeviceRepresentation.UNKNOWN.equals(name);
        return known ? name : null;
    }
}
