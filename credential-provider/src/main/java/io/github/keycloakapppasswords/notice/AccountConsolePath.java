package io.github.keycloakapppasswords.notice;

import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeSelectorProvider;

/** Where the account console of a realm shows app passwords: our page if the realm's account theme has it, else <em>Signing in</em>. */
final class AccountConsolePath {

    /** The theme that has our page; a theme of the admin's may have it as parent. */
    private static final String THEME = "app-passwords";

    private static final String OUR_PAGE = "account/content/:componentId";
    private static final String SIGNING_IN = "account/account-security/signing-in";

    private static final Logger LOG = Logger.getLogger(AccountConsolePath.class);

    private AccountConsolePath() {}

    /** Below the address of the realm of the session's context, without a slash at the beginning. */
    static String of(KeycloakSession session) {
        try {
            String theme = session.getProvider(ThemeSelectorProvider.class).getThemeName(Theme.Type.ACCOUNT);
            return hasOurPage(session, theme) ? OUR_PAGE : SIGNING_IN;
        } catch (IOException | RuntimeException e) {
            // a mail without its other links would be worse
            LOG.debug("The realm's account theme cannot be read", e);
            return SIGNING_IN;
        }
    }

    private static boolean hasOurPage(KeycloakSession session, @Nullable String theme) throws IOException {
        String name = theme;
        while (name != null && !name.equals(THEME)) {
            name = session.theme().getTheme(name, Theme.Type.ACCOUNT).getParentName();
        }
        return name != null;
    }
}
