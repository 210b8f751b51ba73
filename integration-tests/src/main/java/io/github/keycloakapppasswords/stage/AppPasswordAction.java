package io.github.keycloakapppasswords.stage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of {@code kc_action=configure-app-password}, as the owner of the account walks through them. */
public final class AppPasswordAction {
    private static final String ACTION = "configure-app-password";
    /**
     * Below the account console's redirect address, so that its client may be sent there; but of its REST interface, which answers a
     * browser without starting the console. The console would ask Keycloak for a login that comes back to this address, and Keycloak
     * refuses the code in it.
     */
    private static final String END = "/account/v1/end-of-action";

    private static final Pattern STATUS = Pattern.compile("[?&#]kc_action_status=([a-z_]+)");

    private final Page page;

    AppPasswordAction(Page page) {
        this.page = page;
    }

    private static boolean isEnd(String url) {
        return url.contains(END + "?") && !url.contains("/protocol/");
    }

    /** Begins as an application would: sends the browser to Keycloak with the action's id. */
    public void begin(Realm realm) {
        page.navigate(address(realm));
    }

    /** The address at which an application begins the action. */
    public static String address(Realm realm) {
        return authorizationUrl(realm, ACTION);
    }

    /** The address at which an application begins an action. */
    static String authorizationUrl(Realm realm, String action) {
        return realm.url() + "/protocol/openid-connect/auth?client_id=account-console&response_type=code&scope=openid"
                + "&redirect_uri=" + Http.encode(realm.url() + END)
                + "&code_challenge_method=S256&code_challenge=" + challenge()
                + "&kc_action=" + Http.encode(action);
    }

    /** Fills the form and submits it. */
    public void create(String label, String... protocols) {
        awaitForm();
        page.fill("[name=label]", label);
        for (Locator folded : page.locator("details:not([open]) > summary").all()) {
            folded.click();
        }
        for (Locator protocol : page.locator("[name=protocols]").all()) {
            protocol.setChecked(false);
        }
        for (String protocol : protocols) {
            page.check("[name=protocols][value=" + protocol + "]");
        }
        submit();
    }

    /** Submits the form as it is. */
    public void submit() {
        page.click("#kc-app-password-create");
    }

    /** Waits for the form. */
    public void awaitForm() {
        page.waitForSelector("#kc-app-password-create");
    }

    /** Reads the secret off the page that shows it once. */
    public String secret() {
        return page.innerText("#kc-app-password-secret").strip();
    }

    /** Waits until that page tells of the first sign-in, with this in the protocol's name. */
    public void awaitFirstSignIn(String protocol) {
        page.locator("#kc-app-password-watch [data-state=accepted]", new Page.LocatorOptions().setHasText(protocol))
                .waitFor();
    }

    /** Leaves that page. */
    public void finish() {
        page.click("#kc-app-password-finish");
    }

    /** Cancels, wherever she is. */
    public void cancel() {
        page.click("#kc-cancel");
    }

    /** Accepts the offer to set up a second factor of this credential type. */
    public void setUp(String factor) {
        page.waitForSelector("#kc-app-password-setup");
        choose(factor);
        page.click("#kc-app-password-setup");
    }

    /** Chooses the second factor to prove; a radio is checked, a button pressed. */
    public void choose(String factor) {
        Locator choice = page.locator("[name=factor][value=" + factor + "]");
        if ("radio".equals(choice.getAttribute("type"))) {
            choice.check();
        } else {
            choice.click();
        }
    }

    /** Proves the second factor in place by a one-time code. */
    public void proveByCode(String code) {
        page.fill("#totp", code);
        page.click("#kc-app-password-verify");
    }

    /** Proves the second factor in place by the virtual authenticator. */
    public void proveByAuthenticator() {
        page.waitForSelector("#kc-app-password-verify");
        page.waitForLoadState();
        page.click("#kc-app-password-verify");
    }

    /**
     * Waits until Keycloak has sent the browser back to the application.
     *
     * @return the {@code kc_action_status}: {@code success}, {@code cancelled} or {@code error}; empty if there is none
     */
    public String outcome() {
        page.waitForURL(AppPasswordAction::isEnd);
        Matcher status = STATUS.matcher(page.url());
        return status.find() ? status.group(1) : "";
    }

    /** A challenge (RFC 7636) to a verifier that nobody will need: the code is never redeemed. */
    private static String challenge() {
        byte[] verifier = new byte[32];
        new SecureRandom().nextBytes(verifier);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] text = base64.encodeToString(verifier).getBytes(StandardCharsets.US_ASCII);
        try {
            return base64.encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
