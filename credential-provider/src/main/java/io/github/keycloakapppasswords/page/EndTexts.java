package io.github.keycloakapppasswords.page;

import io.github.keycloakapppasswords.policy.Ends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says in sentences when an app password ends by itself: each is a message key and the value in its text. */
public final class EndTexts {

    private EndTexts() {}

    /** At least one sentence, each with {@code key} and {@code value}. */
    public static List<Map<String, String>> of(Ends ends, TextLanguage language) {
        List<Map<String, String>> sentences = rules(ends, language);
        return sentences.isEmpty() ? List.of(sentence("never", "")) : sentences;
    }

    /** The same, but nothing where no rule ends it. */
    public static List<Map<String, String>> rules(Ends ends, TextLanguage language) {
        List<Map<String, String>> sentences = new ArrayList<>();
        if (ends.lastDay() != null) {
            sentences.add(sentence("on", language.day(ends.lastDay())));
        }
        if (ends.ifNotUsed() != null) {
            sentences.add(sentence("notUsed", language.day(ends.ifNotUsed())));
        }
        if (ends.daysAfterLastUse() != null) {
            String days = String.valueOf(ends.daysAfterLastUse());
            sentences.add(sentence(days.equals("1") ? "idleDay" : "idle", days));
        }
        return List.copyOf(sentences);
    }

    private static Map<String, String> sentence(String key, String value) {
        return Map.of("key", "appPasswordEnds." + key, "value", value);
    }
}
