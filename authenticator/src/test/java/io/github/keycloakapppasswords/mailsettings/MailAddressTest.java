package io.github.keycloakapppasswords.mailsettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    private static final String FIELD = "emailaddress";

    @ParameterizedTest
    @CsvSource({
        "anna@example.org, anna, example.org",
        "' Anna.O''Hara+x@EXAMPLE.org ', Anna.O'Hara+x, example.org",
        "\u00e4nne@b\u00fccher.example, \u00e4nne, xn--bcher-kva.example",
        "anna@xn--bcher-kva.example, anna, xn--bcher-kva.example",
        "a<b>&\"@example.org, a<b>&\", example.org",
    })
    void isReadInEitherSpellingOfItsDomain(String text, String localPart, String domain) {
        assertThat(MailAddress.of(FIELD, text)).isEqualTo(new MailAddress(localPart, domain));
    }

    @Test
    void isNotMappedToAnotherDomain() {
        assertThat(MailAddress.of(FIELD, "anna@stra\u00dfe.example").domain()).isNotEqualTo("strasse.example");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "anna",
                "@example.org",
                "anna@",
                "anna@example",
                "anna@@example.org",
                "an na@example.org",
                "an\u0000na@example.org",
                "an\nna@example.org",
                "an\u202ena@example.org",
                "an\u200bna@example.org",
                "anna@example.org/../x",
                "anna@exam_ple.org",
                "anna@[127.0.0.1]",
                "anna@example.org?x",
                "\ud800@example.org"
            })
    void isRefusedIfItIsNone(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MailAddress.of(FIELD, text))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(FIELD))
                .withMessage("emailaddress must be an e-mail address, without spaces and with at most 320 characters.");
    }

    @Test
    void isRefusedIfItIsTooLong() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MailAddress.of(FIELD, "a".repeat(65) + "@example.org"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MailAddress.of(FIELD, "a@" + "b.".repeat(1_000_000) + "example"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> MailAddress.domain("domain", "b.".repeat(200) + "example"))
                .withMessage("domain must be a domain, without spaces and with at most 320 characters.");
    }
}
