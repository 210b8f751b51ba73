package io.github.keycloakapppasswords.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NotMeResourceTest {

    private static byte[] form(int length) {
        String form = "key=a%2Bb&more=";
        return (form + "&".repeat(length - form.length())).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void readsTheKeyOfAForm() {
        assertThat(NotMeResource.key(form(100))).isEqualTo("a+b");
        assertThat(NotMeResource.key(form(NotMeResource.LONGEST_BYTES))).isEqualTo("a+b");
        assertThat(NotMeResource.key("key=%".getBytes(StandardCharsets.US_ASCII)))
                .isNull();
    }

    @Test
    void readsNothingOfALongForm() {
        assertThat(NotMeResource.key(form(NotMeResource.LONGEST_BYTES + 1))).isNull();
    }
}
