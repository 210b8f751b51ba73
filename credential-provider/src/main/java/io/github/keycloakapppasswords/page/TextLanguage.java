package io.github.keycloakapppasswords.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/**
 * The language that the extension's own texts of a page or mail have. A realm may support a language that these texts lack:
 * Keycloak takes the English ones then, and they must not be marked as the language that they are not in. A realm or theme
 * that translates most of them has that language.
 *
 * @param locale of the texts, and so of the dates beside them
 * @param leftToRight the direction of the texts
 */
public record TextLanguage(Locale locale, boolean leftToRight) {

    /** By 24 hours: what Java takes for a language's own way differs from version to version. */
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final String PREFIX = "appPassword";

    /** A text that every page could show. */
    private static final String WITNESS = "appPasswordFormTitle";

    /**
     * Finds it out.
     *
     * @param session has the realm in its context
     * @param type of the theme that the page or mail is made with
     * @param wanted the language that Keycloak has chosen for the page or mail
     */
    public static TextLanguage of(KeycloakSession session, Theme.Type type, Locale wanted) {
        RealmModel realm = session.getContext().getRealm();
        try {
            Theme theme = session.theme().getTheme(type);
            return of(
                    theme.getEnhancedMessages(realm, wanted), theme.getEnhancedMessages(realm, Locale.ENGLISH), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("The messages of the " + type + " theme cannot be read", e);
        }
    }

    /**
     * Compares texts.
     *
     * @param texts as Keycloak finds them for the wanted language
     * @param english the same in English
     */
    static TextLanguage of(Properties texts, Properties english, Locale wanted) {
        boolean left =
                new Bidi(texts.getProperty(WITNESS, ""), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        if (wanted.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return new TextLanguage(wanted, left);
        }
        long all = 0;
        long translated = 0;
        for (String key : english.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                all++;
                translated += english.getProperty(key).equals(texts.getProperty(key)) ? 0 : 1;
            }
        }
        return translated * 2 > all ? new TextLanguage(wanted, left) : new TextLanguage(Locale.ENGLISH, true);
    }

    /** As HTML's {@code lang} has it (BCP 47). */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** As HTML's {@code dir} has it. */
    public String direction() {
        return leftToRight ? "ltr" : "rtl";
    }

    /** A date in full, like {@code 3 December 2026}. */
    public String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(day);
    }

    /** The day of an instant in UTC. */
    public String day(Instant instant) {
        return day(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Date and time in UTC, to the minute. */
    public String minute(Instant instant) {
        return day(instant) + " " + MINUTE.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
    }
}
