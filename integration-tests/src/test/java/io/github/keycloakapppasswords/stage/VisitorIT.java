package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Visitors take the browser profiles of those who have left. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class VisitorIT {
    private static final String FACTS = "() => [document.cookie, localStorage.length, sessionStorage.length,"
            + " window.changed, 'isFake' in Date].join(' ')";
    private static final String FRESH = " 0 0  false";

    private final String address;
    private final Chromium chromium;

    VisitorIT(KeycloakServer keycloak, Chromium chromium) {
        this.address = keycloak.url() + "/realms/master/.well-known/openid-configuration";
        this.chromium = chromium;
    }

    @Test
    void leaveNothingToTheNext() {
        try (Visitor first = chromium.visitor()) {
            first.open(address);
            first.page().addInitScript("window.changed = true");
            first.page()
                    .evaluate("() => { document.cookie = 'a=b'; localStorage.a = 'b'; sessionStorage.a = 'b';"
                            + " window.changed = true }");
            assertThat(first.page().evaluate(FACTS)).isEqualTo("a=b 1 1 true false");
        }

        assertThat(factsOfTheNext()).isEqualTo(FRESH);
    }

    @Test
    void leaveNoProfileWithAClockThatWasSet() {
        try (Visitor first = chromium.visitor()) {
            first.clock().install();
            first.open(address);
            assertThat(first.page().evaluate(FACTS)).isEqualTo(" 0 0  true");
        }

        assertThat(factsOfTheNext()).isEqualTo(FRESH);
    }

    private Object factsOfTheNext() {
        try (Visitor next = chromium.visitor()) {
            next.open(address);
            return next.page().evaluate(FACTS);
        }
    }
}
