package io.github.keycloakapppasswords.stage;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Locale;

/** How a page is looked at: each page is whole and accessible in each of them. */
public enum Look {
    LIGHT("en", ColorScheme.LIGHT, 1280),
    DARK("en", ColorScheme.DARK, 1280),
    ARABIC("ar", ColorScheme.LIGHT, 1280),
    PHONE("en", ColorScheme.LIGHT, 320),
    ARABIC_PHONE_DARK("ar", ColorScheme.DARK, 320),
    /** 1280 pixels at 200 %. */
    ZOOMED("en", ColorScheme.LIGHT, 640),
    /** With colours that the browser forces, and without movement. */
    HIGH_CONTRAST("en", ColorScheme.DARK, 1280);

    private final String language;
    private final ColorScheme colours;
    private final int width;

    Look(String language, ColorScheme colours, int width) {
        this.language = language;
        this.colours = colours;
        this.width = width;
    }

    /**
     * The settings of the browser.
     *
     * @param height of the window, in pixels; a page that scrolls inside itself is seen to this height only
     */
    public Browser.NewContextOptions options(int height) {
        return new Browser.NewContextOptions()
                .setLocale(language)
                .setColorScheme(colours)
                .setViewportSize(width, height)
                .setDeviceScaleFactor(this == ZOOMED ? 2 : 1)
                .setForcedColors(this == HIGH_CONTRAST ? ForcedColors.ACTIVE : ForcedColors.NONE)
                .setReducedMotion(this == HIGH_CONTRAST ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE);
    }

    public boolean isPhone() {
        return this == PHONE || this == ARABIC_PHONE_DARK;
    }

    /** Of the texts: {@code en} or {@code ar}. */
    public String language() {
        return language;
    }

    /** The value of the page's attribute {@code dir}. */
    public String direction() {
        return language.equals("ar") ? "rtl" : "ltr";
    }

    /** The name of a picture's file. */
    public String picture(String name) {
        return name + "-" + name().toLowerCase(Locale.ROOT) + ".png";
    }

    /**
     * What axe finds, in words; empty: nothing.
     *
     * @param without rules that do not count
     * @param ours selectors of the parts of the page that are not Keycloak's
     */
    public static List<String> violations(Page page, List<String> without, String... ours) {
        AxeBuilder axe = new AxeBuilder(page);
        if (!without.isEmpty()) {
            axe.disableRules(without);
        }
        for (String part : ours) {
            axe.include(part);
        }
        return axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + " " + rule.getHelp() + " "
                        + rule.getNodes().stream().map(node -> node.getHtml()).toList())
                .toList();
    }
}
