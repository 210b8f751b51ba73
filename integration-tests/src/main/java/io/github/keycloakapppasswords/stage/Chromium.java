package io.github.keycloakapppasswords.stage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A headless Chromium of the system's packages; Playwright downloads none. To be used by one thread. */
public final class Chromium implements AutoCloseable {
    private static final List<Path> EXECUTABLES = Stream.of(
                    "/usr/bin/chromium-headless-shell",
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome")
            .map(Path::of)
            .toList();
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** How long a page may take to be as it should; the same for its assertions. */
    static final int PATIENCE_MILLIS = 20_000;

    private final Playwright playwright;
    private final Browser browser;
    /** Profiles of visitors who have left, emptied but for the cache of what servers let browsers keep. */
    private final Deque<BrowserContext> used = new ArrayDeque<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * Starts the browser.
     *
     * @throws StageException if none is installed
     */
    public static Chromium start() {
        Path executable = EXECUTABLES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StageException("No Chromium is installed; looked for " + EXECUTABLES + "."));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(ARGUMENTS));
        return new Chromium(playwright, browser);
    }

    /**
     * Someone with a browser profile of her own: no cookies, no authenticator. The scripts of Keycloak's consoles may be in the cache, as
     * with most people: to load and to compile them is most of what a page costs.
     */
    public Visitor visitor() {
        BrowserContext profile = used.isEmpty() ? profile(new Browser.NewContextOptions()) : used.pop();
        return new Visitor(profile, used::push);
    }

    /** Someone whose browser has a given locale, size, colour scheme, or no JavaScript. */
    public Visitor visitor(Browser.NewContextOptions options) {
        return new Visitor(profile(options), BrowserContext::close);
    }

    private BrowserContext profile(Browser.NewContextOptions options) {
        BrowserContext profile = browser.newContext(options);
        // without JavaScript, what waits would wait for ever
        if (!Boolean.FALSE.equals(options.javaScriptEnabled)) {
            profile.addInitScript(Visitor.POINTER_WAITS_FOR_FONTS);
        }
        return profile;
    }

    /** Ends the browser. */
    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
