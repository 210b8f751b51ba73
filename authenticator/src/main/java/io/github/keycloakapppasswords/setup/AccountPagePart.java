package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.setup.Part.Status;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.List;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeSelectorProvider;

/** The page in the account console, which a realm gets by its account theme. */
final class AccountPagePart {

    /** The query parameter that asks for the page. */
    static final String PARAMETER = "accountPage";

    static final String THEME = "app-passwords";

    /** The themes that come with Keycloak. */
    private static final Set<String> STOCK = Set.of("keycloak", "keycloak.v3");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminEventBuilder adminEvent;

    AccountPagePart(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.adminEvent = adminEvent;
    }

    /**
     * Whether the page is asked for.
     *
     * @param values of the query parameter {@value #PARAMETER}; empty if there is none
     * @throws InvalidRequestException unless it is there once at most, with true or false
     */
    static boolean isAskedFor(List<String> values) {
        if (values.isEmpty()) {
            return false;
        }
        if (values.size() > 1 || !Set.of("true", "false").contains(values.get(0))) {
            throw new InvalidRequestException(
                    PARAMETER,
                    "The query parameter " + PARAMETER + " must be true or false, once, and is "
                            + Quoted.of(String.join(", ", values)) + ".");
        }
        return Boolean.parseBoolean(values.get(0));
    }

    /** @param make whether to set the theme, unless the realm or the server has one of the admin's own */
    Part check(boolean make) {
        String theme = session.getProvider(ThemeSelectorProvider.class).getThemeName(Theme.Type.ACCOUNT);
        if (THEME.equals(theme)) {
            return new Part(Status.KEPT, "The account console has the page \"App passwords\".");
        }
        if (!make) {
            return new Part(
                    Status.OFF,
                    "The page \"App passwords\" of the account console was not requested: owners use \"Signing in\","
                            + " unless the realm's account theme brings the page. To turn it on: kcadm.sh update"
                            + " app-passwords/setup -r " + realm.getName() + " -o -q accountPage=true");
        }
        if (!STOCK.contains(theme)) {
            return new Part(
                    Status.WARNING,
                    "The realm's account theme is \"" + theme + "\", which was not changed. Write parent=" + THEME
                            + " into its theme.properties; the admin guide lists the alternatives.");
        }
        if (!session.theme().nameSet(Theme.Type.ACCOUNT).contains(THEME)) {
            return new Part(
                    Status.WARNING,
                    "This server does not know the account theme " + THEME
                            + ": install the JAR whole on every node, and run kc.sh build.");
        }
        realm.setAccountTheme(THEME);
        adminEvent
                .operation(OperationType.UPDATE)
                .resource(ResourceType.REALM)
                .representation(new String[] {THEME})
                .success();
        return new Part(
                Status.CREATED,
                "The account console has the page \"App passwords\": the realm's account theme is now " + THEME + ".");
    }
}
