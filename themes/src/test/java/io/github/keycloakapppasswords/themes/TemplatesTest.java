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

    @Test
    void holdNoTextOfTheirOwn() {
        assertThat(templates).allSatisfy((name, template) -> assertThat(template.replaceAll("(?s)<#--.*?-->", "")
                        .replaceAll("\\$\\{[^}]*}", "")
                        .replaceAll("(?s)</?[#@][^>]*>", "")
                        .replaceAll("(?s)<[^>]*>", "")
                        .replaceAll("\\s(autofocus|aria-[a-z]+=\"[a-z]*\")", ""))
                .as(name)
                .doesNotContainPattern("[A-Za-z]{4,}"));
    }
}
