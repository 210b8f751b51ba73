package io.github.keycloakapppasswords.stage;

import com.microsoft.playwright.Page;

/** Keycloak's own pages for logging in and for enrolling a second factor, in a theme derived from {@code base}. */
public final class LoginPages {
    private final Page page;

    LoginPages(Page page) {
        this.page = page;
    }

    /** Submits user name and main password. */
    public void password(Person person) {
        password(person.username(), person.password());
    }

    /** Submits any user name and password. */
    public void password(String username, String password) {
        page.fill("#username", username);
        page.fill("#password", password);
        page.click("#kc-login");
    }

    /** Submits a one-time code. */
    public void code(String code) {
        page.fill("#otp", code);
        page.click("#kc-login");
    }

    /** Uses the virtual authenticator to log in. */
    public void useAuthenticator() {
        clickWithScript("#authenticateWebAuthnButton");
    }

    /** Enrols the virtual authenticator. */
    public void enrolAuthenticator() {
        clickWithScript("#registerWebAuthn");
    }

    /** Clicks on what a module script of the page listens to: such a script runs late, but before the page is loaded. */
    private void clickWithScript(String selector) {
        page.waitForSelector(selector);
        page.waitForLoadState();
        page.click(selector);
    }

    /** Enrols an authenticator app by the key shown for typing, and returns it. */
    public Totp enrolApp() {
        page.click("#mode-manual");
        Totp app = Totp.ofBase32(page.innerText("#kc-totp-secret-key"));
        page.fill("#totp", app.freshCode());
        page.fill("#userLabel", "Phone");
        page.click("#saveTOTPBtn");
        return app;
    }

    /** Waits for the form of user name and password. */
    public void awaitPassword() {
        page.waitForSelector("#kc-form-login");
    }

    /** Waits for the form of the one-time code. */
    public void awaitCode() {
        page.waitForSelector("#otp");
    }

    /** The heading of the page. */
    public String title() {
        return page.innerText("#kc-page-title").strip();
    }

    /** All text on the page. */
    public String text() {
        return page.innerText("body");
    }
}
