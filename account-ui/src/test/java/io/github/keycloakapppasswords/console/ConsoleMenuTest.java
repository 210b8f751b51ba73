package io.github.keycloakapppasswords.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleMenuTest {

    private static final String PAGE =
            "{\"label\":\"appPasswords\",\"path\":\"content/:componentId\",\"modulePath\":\"app-passwords/page.js\"}";

    private static String withPage(String stock) throws IOException {
        return new String(ConsoleMenu.withPage(stock.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void hasThePageAfterSigningInInTheFirstGroup() throws IOException {
        assertThat(withPage("[{\"label\":\"a\",\"path\":\"\"},"
                        + "{\"label\":\"b\",\"children\":[{\"label\":\"signingIn\"},{\"label\":\"c\"}]},"
                        + "{\"label\":\"d\",\"children\":[]}]"))
                .isEqualTo("[{\"label\":\"a\",\"path\":\"\"},"
                        + "{\"label\":\"b\",\"children\":[{\"label\":\"signingIn\"}," + PAGE + ",{\"label\":\"c\"}]},"
                        + "{\"label\":\"d\",\"children\":[]}]");
    }

    @Test
    void hasThePageAtTheEndWhereSigningInOrAGroupIsMissing() throws IOException {
        assertThat(withPage("[{\"label\":\"b\",\"children\":[{\"label\":\"c\"}]}]"))
                .isEqualTo("[{\"label\":\"b\",\"children\":[{\"label\":\"c\"}," + PAGE + "]}]");
        assertThat(withPage("[{\"label\":\"a\"}]")).isEqualTo("[{\"label\":\"a\"}," + PAGE + "]");
        assertThat(withPage("[]")).isEqualTo("[" + PAGE + "]");
    }

    @Test
    void refusesWhatIsNoMenu() {
        assertThatThrownBy(() -> withPage("{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> withPage("<html>")).isInstanceOf(IOException.class);
    }
}
