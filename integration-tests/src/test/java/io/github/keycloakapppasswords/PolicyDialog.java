package io.github.keycloakapppasswords;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import java.nio.file.Path;

/** The settings of the required action in Keycloak's admin console. */
record PolicyDialog(Page page) {

    private static final String FORM = "#required-action-config-form";

    /** Signs in as the server's first admin, and opens the dialog of the realm. */
    static PolicyDialog open(Visitor admin, Realm realm) {
        KeycloakServer server = realm.keycloak();
        Page page = admin.page();
        // the dialog is higher than the browser's window, and its picture is to show all of it
        page.setViewportSize(1200, 2800);
        admin.open(server.url() + "/admin/master/console/#/" + realm.name() + "/authentication/required-actions");
        page.fill("#username", server.adminName());
        page.fill("#password", server.adminPassword());
        page.click("#kc-login");
        Locator action = page.locator("tr", new Page.LocatorOptions().setHasText("app password"));
        action.locator("button").last().click();
        page.locator(FORM + " [data-testid=mail-when-new-network], " + FORM + " #mail-when-new-network")
                .first()
                .waitFor();
        return new PolicyDialog(page);
    }

    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** Saves what is there, and waits until Keycloak has taken it. */
    void save() {
        page.waitForResponse(
                response -> response.request().method().equals("PUT") && response.status() == 204,
                () -> page.click("[data-testid=save]"));
    }
}
