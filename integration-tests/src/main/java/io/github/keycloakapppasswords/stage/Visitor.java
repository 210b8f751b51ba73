package io.github.keycloakapppasswords.stage;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One person before one browser profile. */
public final class Visitor implements AutoCloseable {
    /**
     * Nothing on a page takes the pointer before its fonts are there. The theme's fonts move what is below them when they
     * replace the fallback; a click aimed before that lands beside its target, and people do not click that fast.
     */
    static final String POINTER_WAITS_FOR_FONTS =
            """
            (() => {
              const moving = new CSSStyleSheet();
              moving.replaceSync("html { pointer-events: none }");
              document.adoptedStyleSheets = [...document.adoptedStyleSheets, moving];
              window.addEventListener("load", async () => {
                await document.fonts.ready;
                document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== moving);
              });
            })();
            """;

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/]+");

    private final BrowserContext context;
    private final Page page;
    private final List<String> addresses = new ArrayList<>();
    private Consumer<BrowserContext> whenEmpty;
    private boolean left;

    /** @param whenEmpty takes the profile, emptied, when the visitor leaves */
    Visitor(BrowserContext context, Consumer<BrowserContext> whenEmpty) {
        this.context = context;
        this.whenEmpty = whenEmpty;
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        this.page = context.newPage();
        page.onRequest(request -> addresses.add(request.url()));
        // Keycloak's enrolment of a security key asks for its label by window.prompt.
        page.onDialog(dialog -> dialog.accept(dialog.defaultValue()));
    }

    /** The page before her. */
    public Page page() {
        return page;
    }

    /** Goes to an address. */
    public void open(String url) {
        page.navigate(url);
    }

    /** Gives her a platform authenticator that holds passkeys and verifies its user: always present, never asking. */
    public void plugInPasskey() {
        plugIn("internal", true);
    }

    /** Gives her a security key on USB without resident keys or user verification: a second factor only. */
    public void plugInSecurityKey() {
        plugIn("usb", false);
    }

    private void plugIn(String transport, boolean passkeys) {
        CDPSession devTools = context.newCDPSession(page);
        JsonObject enable = new JsonObject();
        enable.addProperty("enableUI", false);
        devTools.send("WebAuthn.enable", enable);
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", transport);
        options.addProperty("hasResidentKey", passkeys);
        options.addProperty("hasUserVerification", passkeys);
        options.addProperty("isUserVerified", passkeys);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject request = new JsonObject();
        request.add("options", options);
        devTools.send("WebAuthn.addVirtualAuthenticator", request);
    }

    /** The clock of all pages of this browser profile, to be set by hand. The profile is nobody's after that. */
    public Clock clock() {
        whenEmpty = BrowserContext::close;
        return context.clock();
    }

    /** Keycloak's own login pages. */
    public LoginPages login() {
        return new LoginPages(page);
    }

    /** The pages of the action that makes app passwords. */
    public AppPasswordAction appPassword() {
        return new AppPasswordAction(page);
    }

    /** The stock account console. */
    public AccountConsole accountConsole() {
        return new AccountConsole(page);
    }

    /** What a browser keeps: the addresses it asked for, cookies, and the storage of the page before her. */
    public String traces() {
        return String.join("\n", addresses)
                + "\n"
                + context.storageState()
                + "\n"
                + page.evaluate("() => JSON.stringify([localStorage, sessionStorage, history.state])");
    }

    /** Saves what she sees, the whole page. */
    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    /** Forgets cookies, permissions, and what pages have stored. A profile that cannot be emptied is thrown away. */
    @Override
    public void close() {
        if (left) {
            return;
        }
        left = true;
        try {
            empty();
        } catch (PlaywrightException e) {
            context.close();
            return;
        }
        whenEmpty.accept(context);
    }

    private void empty() {
        CDPSession devTools = context.newCDPSession(page.isClosed() ? context.newPage() : page);
        for (String origin : origins()) {
            JsonObject clear = new JsonObject();
            clear.addProperty("origin", origin);
            clear.addProperty("storageTypes", "all");
            devTools.send("Storage.clearDataForOrigin", clear);
        }
        context.pages().forEach(Page::close);
        context.clearCookies();
        context.clearPermissions();
    }

    private Set<String> origins() {
        return addresses.stream()
                .map(ORIGIN::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .collect(Collectors.toSet());
    }
}
