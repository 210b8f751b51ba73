package io.github.keycloakapppasswords.stage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.List;

/** The page as its owner uses it. */
public final class AppPasswordsPage {
    private static final Duration USE_NOTED = Duration.ofSeconds(30);

    private final Visitor visitor;
    private final Page page;

    /** In the browser of a visitor. */
    public AppPasswordsPage(Visitor visitor) {
        this.visitor = visitor;
        this.page = visitor.page();
    }

    /** The page's address. */
    public static String address(Realm realm) {
        return realm.url() + "/account/content/:componentId";
    }

    /** Opens the account console by its menu and signs in, with a code if the person has an authenticator app. */
    public void signIn(Realm realm, Person person) {
        page.navigate(realm.url() + "/account/account-security/signing-in");
        visitor.login().password(person);
        person.authenticatorApp().ifPresent(app -> visitor.login().code(app.freshCode()));
        menuEntry().click();
        awaitList();
    }

    /** Opens the page by its address, for a person who is signed in. */
    public void open(Realm realm) {
        page.navigate(address(realm));
        awaitList();
    }

    /** The entry of the console's menu. */
    public Locator menuEntry() {
        return page.getByTestId("content/:componentId");
    }

    /** Waits until the list was loaded. */
    public void awaitList() {
        at("list").or(at("empty")).waitFor();
    }

    /** What the page names so. */
    public Locator at(String name) {
        return page.getByTestId("app-passwords/" + name);
    }

    /** The row of an app password. */
    public Locator entry(String label) {
        return at("entry").filter(new Locator.FilterOptions().setHas(page.getByText(label, exactly())));
    }

    /** A cell of its row, by the head of the column. */
    public Locator cell(String label, String head) {
        return entry(label).locator("[data-label='" + head + "']");
    }

    /** The names in the list, from the top. */
    public List<String> labels() {
        awaitList();
        return at("name").allInnerTexts();
    }

    /** What asks before something is revoked. */
    public Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** A message in the corner. */
    public Locator toast(String text) {
        return at("toasts").getByText(text);
    }

    /** Renames in place. */
    public void rename(String label, String to) {
        entry(label).getByTestId("app-passwords/rename").click();
        at("label").fill(to);
        at("label").press("Enter");
    }

    /** Revokes and confirms. */
    public void revoke(String label) {
        entry(label).getByTestId("app-passwords/revoke").click();
        at("confirm").click();
    }

    /** Waits until it is no longer in the list. */
    public void awaitGone(String label) {
        entry(label).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        awaitList();
    }

    /** Refreshes until its last use, noted some seconds later, is by this protocol, such as {@code IMAP}. */
    public void awaitUse(String label, String protocol) {
        Waiting.until(USE_NOTED, "the page shows the use of " + label + " by " + protocol, () -> {
            at("refresh").click();
            awaitList();
            return cell(label, "Last used").innerText().contains(protocol);
        });
    }

    /** Makes one on the page of the required action. */
    public String create(String label, String... protocols) {
        at("create").click();
        visitor.appPassword().create(label, protocols);
        String secret = visitor.appPassword().secret();
        visitor.appPassword().finish();
        awaitList();
        return secret;
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
