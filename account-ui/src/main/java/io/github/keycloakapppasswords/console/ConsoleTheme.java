package io.github.keycloakapppasswords.console;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** A child of Keycloak's own account theme that differs in the menu and in nothing else. */
final class ConsoleTheme implements Theme {

    static final String NAME = "app-passwords";
    static final String PARENT = "keycloak.v3";
    static final String MENU = "content.json";

    private final byte @Nullable [] menu;

    /** @param menu its {@code content.json}; {@code null}: as its parent's */
    ConsoleTheme(byte @Nullable [] menu) {
        this.menu = menu == null ? null : menu.clone();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getParentName() {
        return PARENT;
    }

    @Override
    public @Nullable String getImportName() {
        return null;
    }

    @Override
    public Type getType() {
        return Type.ACCOUNT;
    }

    @Override
    public @Nullable URL getTemplate(String name) {
        return null;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        return MENU.equals(path) && menu != null ? new ByteArrayInputStream(menu) : null;
    }

    @Override
    public Properties getMessages(Locale locale) {
        return new Properties();
    }

    @Override
    public Properties getMessages(String baseBundlename, Locale locale) {
        return new Properties();
    }

    @Override
    public Properties getEnhancedMessages(RealmModel realm, Locale locale) {
        return new Properties();
    }

    @Override
    public Properties getProperties() {
        return new Properties();
    }
}
