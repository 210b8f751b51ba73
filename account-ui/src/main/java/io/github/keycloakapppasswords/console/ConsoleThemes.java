package io.github.keycloakapppasswords.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeProvider;
import org.keycloak.theme.ThemeProviderFactory;

/**
 * Has the account theme {@value ConsoleTheme#NAME}. Its menu is made from that of the Keycloak which runs: the menus of 26.6.4 and
 * 26.7.4 differ, and a copy of either would hide pages on the other.
 */
public final class ConsoleThemes implements ThemeProviderFactory {

    private static final Logger LOG = Logger.getLogger("io.github.keycloakapppasswords");

    @Override
    public ThemeProvider create(KeycloakSession session) {
        return new Themes(session);
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        CompressedCopies.removeOutdated();
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return ConsoleTheme.NAME;
    }

    /** For one session. */
    private record Themes(KeycloakSession session) implements ThemeProvider {

        @Override
        public int getProviderPriority() {
            return 0;
        }

        @Override
        public @Nullable Theme getTheme(String name, Theme.Type type) {
            return hasTheme(name, type) ? new ConsoleTheme(menu()) : null;
        }

        @Override
        public Set<String> nameSet(Theme.Type type) {
            return type == Theme.Type.ACCOUNT ? Set.of(ConsoleTheme.NAME) : Set.of();
        }

        @Override
        public boolean hasTheme(String name, Theme.Type type) {
            return type == Theme.Type.ACCOUNT && ConsoleTheme.NAME.equals(name);
        }

        @Override
        public void close() {
            // Nothing to close.
        }

        private byte @Nullable [] menu() {
            try {
                return menuOf(stock().getTheme(ConsoleTheme.PARENT, Theme.Type.ACCOUNT));
            } catch (IOException e) {
                LOG.errorf(e, "The account console stays without the page for app passwords: its menu cannot be read.");
                return null;
            }
        }

        /**
         * As Keycloak chooses. Not by {@code session.theme()}: for a theme that is missing it loads the server's default theme,
         * which may be a child of this one.
         */
        private ThemeProvider stock() throws IOException {
            return session.getAllProviders(ThemeProvider.class).stream()
                    .filter(themes -> themes.hasTheme(ConsoleTheme.PARENT, Theme.Type.ACCOUNT))
                    .max(Comparator.comparingInt(ThemeProvider::getProviderPriority))
                    .orElseThrow(() -> new IOException("No account theme is named " + ConsoleTheme.PARENT + "."));
        }

        private static byte[] menuOf(Theme stock) throws IOException {
            try (InputStream menu = stock.getResourceAsStream(ConsoleTheme.MENU)) {
                if (menu == null) {
                    throw new IOException(
                            "The account theme " + ConsoleTheme.PARENT + " has no " + ConsoleTheme.MENU + ".");
                }
                return ConsoleMenu.withPage(menu.readAllBytes());
            }
        }
    }
}
