package io.github.keycloakapppasswords.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages fit a strict content security policy and any theme, and escape what they show. */
class TemplatesTest {
    private final Map<String, String> templates = ThemeFiles.templates();

    @Test
    void haveNoScriptOrStyleOfTheirOwn() {
        assertThat(templates).allSatisfy((name, template) -> assertThat(template)
                .as(name)
                .doesNotContainPattern("(?i)<script(?![^>]* src=)")
                .doesNotContainPattern("(?i)\\son[a-z]+\\s*=")
                .doesNotContainPattern("(?i)\\sstyle\\s*=|<style")
                .doesNotContain("javascript:"));
    }

    @Test
    void escapeByDefault() {
        assertThat(templates).allSatisfy((name, template) -> assertThat(template)
                .as(name)
                .doesNotContain("<#noautoesc")
                .doesNotContain("kcSanitize")
                .doesNotContain("<#outputformat"));
        // the one exception writes a class of the theme
        assertThat(String.join("\n", templates.values()).split("\\?no_esc", -1)).hasSize(2);
    }

    @Test
    void saveNothingInTheBrowser() {
        assertThat(templates.get("app-password-reveal.ftl"))
                .doesNotContain("<input")
                .contains("translate=\"no\"");
    }

    /** By {@code ap.page}, which says what language the texts have. */
    @Test
    void sayWhichLanguageTheirTextsHave() {
        assertThat(templates).allSatisfy((name, template) -> {
            if (name.startsWith("html/")) {
                assertThat(template).as(name).contains("lang=\"${mail.language}\" dir=\"${mail.direction}\"");
            } else if (!name.startsWith("text/") && !name.equals("app-password-commons.ftl")) {
                assertThat(template).as(name).contains("<@ap.page").doesNotContain("registrationLayout");
            }
        });
        assertThat(templates.get("app-password-commons.ftl"))
                .contains(" lang=\"${appPassword.language}\" dir=\"${appPassword.direction}\"");
    }

    @Test
    void holdNoTextOfTheirOwn() {
        assertThat(templates).allSatisfy((name, template) -> assertThat(template.replaceAll("(?s)<#--.*?-->", "")
                        .replaceAll("\\$\\{[^}]*}", "")
                        .replaceAll("(?s)</?[#@][^>]*>", "")
                        .replaceAll("(?s)<[^>]*>", "")
                        .replaceAll("\\s(autofocus|lang=\"\"|dir=\"\"|aria-[a-z]+=\"[a-z]*\")", ""))
                .as(name)
                .doesNotContainPattern("[A-Za-z]{4,}"));
    }
}
