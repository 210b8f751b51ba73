package io.github.keycloakapppasswords.stage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;

/** The page "Signing in" of Keycloak's stock account console. */
public final class AccountConsole {
    private final Page page;

    AccountConsole(Page page) {
        this.page = page;
    }

    /** Opens the page; Keycloak's login comes before it if there is no session. */
    public void openSigningIn(Realm realm) {
        page.navigate(realm.url() + "/account/account-security/signing-in");
    }

    /** The labels of the credentials of a type, such as {@code otp}; waits until the type is shown. */
    public List<String> labels(String type) {
        Locator list = list(type);
        list.waitFor();
        return list.locator("[data-testrole=label]").allInnerTexts().stream()
                .map(String::strip)
                .toList();
    }

    /** Deletes the credential of this type and label, confirms, and waits until the page is back without it. */
    public void delete(String type, String label) {
        row(type, label).locator("[data-testrole=remove]").click();
        page.click("#kc-accept");
        list(type).waitFor();
        row(type, label).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private Locator row(String type, String label) {
        return list(type).locator("li").filter(new Locator.FilterOptions().setHasText(label));
    }

    private Locator list(String type) {
        return page.getByTestId(type + "/credential-list");
    }
}
