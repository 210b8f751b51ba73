package io.github.keycloakapppasswords.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.theme.beans.LocaleBean;

/** Removes the choice of languages from a page that another request would not show again. */
public final class OneLanguage {

    private OneLanguage() {}

    /** For {@code LoginFormsProvider.setAttributeMapper}. */
    public static Map<String, Object> of(Map<String, Object> attributes) {
        Map<String, Object> changed = new HashMap<>(attributes);
        if (attributes.get("locale") instanceof LocaleBean locale) {
            changed.put(
                    "locale",
                    Map.of(
                            "current", locale.getCurrent(),
                            "currentLanguageTag", locale.getCurrentLanguageTag(),
                            "rtl", locale.isRtl(),
                            "supported", List.of()));
        }
        return changed;
    }
}
