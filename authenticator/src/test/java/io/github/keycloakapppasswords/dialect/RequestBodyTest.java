package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.keycloakapppasswords.dialect.RequestBody.Kind;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/json; charset=utf8",
                "application/json;charset=UTF8;",
                "application/json;",
                "application/json ; ; charset=utf-8 ;"
            })
    void takesJson(String type) throws Exception {
        assertThat(RequestBody.of(type, new byte[0]).kind()).isEqualTo(Kind.JSON);
    }

    @Test
    void takesAForm() throws Exception {
        assertThat(RequestBody.of("application/x-www-form-urlencoded", new byte[0])
                        .kind())
                .isEqualTo(Kind.FORM);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/jsonx",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-8; charset=utf-7",
                "application/json; charset=utf-8 utf-7",
                "application/json; charset=\"utf-8",
                "application/json charset=utf-8",
                "multipart/form-data; boundary=x",
                "application/json, text/plain"
            })
    void refusesAnyOtherType(@Nullable String type) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> RequestBody.of(type, new byte[0]))
                .satisfies(e -> assertThat(e.status()).isEqualTo(Status.UNSUPPORTED_MEDIA_TYPE));
    }

    @Test
    void refusesATypeWithoutEnd() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> RequestBody.of("application/json" + " ; x".repeat(100_000), new byte[0]));
    }

    @Test
    void takesEightKibibytesAndNoMore() throws Exception {
        assertThat(RequestBody.of("application/json", new byte[8192]).bytes()).hasSize(8192);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> RequestBody.of("application/json", new byte[8193]))
                .satisfies(e -> assertThat(e.status()).isEqualTo(Status.REQUEST_ENTITY_TOO_LARGE));
    }
}
