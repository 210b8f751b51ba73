package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor.Claim;
import io.github.keycloakapppasswords.proof.BrokeredLogin.SignIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokeredLoginTest {

    private static final List<IdentityProviderFactor> ACCEPTED = List.of(
            new IdentityProviderFactor("corp", Claim.AMR, "mfa"),
            new IdentityProviderFactor("corp", Claim.ACR, "gold"),
            new IdentityProviderFactor("other", Claim.AMR, "otp"));

    private static final Factor LINK = Factor.linked("corp", "alice-at-corp");

    /** A token as Keycloak leaves it; it has verified it. */
    private static String token(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + base64.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static Optional<SignIn> asserted(String alias, @Nullable String token) {
        return new BrokeredLogin(alias, token, false)
                .signIn("alice-at-corp", ACCEPTED)
                .filter(SignIn::withSecondFactor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sub':'alice-at-corp','auth_time':1000,'amr':['pwd','mfa']}",
                "{'sub':'alice-at-corp','auth_time':1000,'acr':'gold'}"
            })
    void isWhatTheTokenSaysAtTheTimeThatItSays(String claims) {
        assertThat(asserted("corp", token(claims))).contains(new SignIn(LINK, Instant.ofEpochSecond(1000), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sub':'mallory-at-corp','auth_time':1000,'amr':['mfa']}",
                "{'auth_time':1000,'amr':['mfa']}",
                "{'sub':'alice-at-corp','amr':['mfa']}",
                "{'sub':'alice-at-corp','auth_time':1000}",
                "{'sub':'alice-at-corp','auth_time':1000,'amr':['pwd','MFA','mfa2']}",
                "{'sub':'alice-at-corp','auth_time':1000,'amr':'mfa'}",
                "{'sub':'alice-at-corp','auth_time':1000,'amr':[['mfa'],{'mfa':1},null]}",
                "{'sub':'alice-at-corp','auth_time':1000,'amr':['gold'],'acr':'mfa'}",
                "{'sub':'alice-at-corp','auth_time':1000,'amr':['otp']}",
                "{'sub':'alice-at-corp','auth_time':'soon','amr':['mfa']}",
                "[]",
                "nothing"
            })
    void isNothingElse(String claims) {
        assertThat(asserted("corp", token(claims))).isEmpty();
    }

    @Test
    void isNoWordOfAnotherProvider() {
        assertThat(asserted("other", token("{'sub':'alice-at-corp','auth_time':1000,'amr':['mfa'],'acr':'gold'}")))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a.b", "a.b.c.d.e", "no token"})
    void isNothingWithoutAToken(@Nullable String token) {
        assertThat(asserted("corp", token)).isEmpty();
    }

    @Nested
    class OfAFirstFactorOnly {

        private static final Instant NOW = Instant.ofEpochSecond(1300);

        private boolean is(SignIn signIn, Set<String> factors, SecondFactorProof proof) {
            return signIn.isOfFirstFactorOnly(factors, proof, Duration.ofMinutes(5), NOW);
        }

        private boolean is(String claims) {
            return new BrokeredLogin("corp", token(claims), false)
                    .signIn("alice-at-corp", ACCEPTED)
                    .filter(there -> is(there, Set.of(LINK.id()), SecondFactorProof.none("alice")))
                    .isPresent();
        }

        @Test
        void isOneThatTellsOfNoSecondFactorJustNow() {
            assertThat(is("{'sub':'alice-at-corp','auth_time':1000,'amr':['pwd']}"))
                    .isTrue();
            assertThat(is("{'sub':'alice-at-corp','auth_time':1000}")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'sub':'alice-at-corp','auth_time':1000,'amr':['mfa']}",
                    "{'sub':'alice-at-corp','auth_time':999,'amr':['pwd']}",
                    "{'sub':'alice-at-corp','amr':['pwd']}",
                    "{'sub':'mallory-at-corp','auth_time':1000,'amr':['pwd']}",
                    "nothing"
                })
        void isNoOther(String claims) {
            assertThat(is(claims)).isFalse();
        }

        @Test
        void isNoneOfSomebodyWhoHasAnotherFactorOrProvedTheProvidersBefore() {
            SignIn signIn = new SignIn(LINK, NOW, false);
            SecondFactorProof proof = SecondFactorProof.none("alice");

            assertThat(is(signIn, Set.of(LINK.id()), proof)).isTrue();
            assertThat(is(signIn, Set.of(LINK.id(), "phone"), proof)).isFalse();
            assertThat(is(
                            signIn,
                            Set.of(LINK.id(), Factor.linked("other", "alice").id()),
                            proof))
                    .isFalse();
            assertThat(is(signIn, Set.of(), proof)).isFalse();
            assertThat(is(signIn, Set.of(LINK.id()), proof.with(LINK.type(), NOW.minusSeconds(9_000))))
                    .isFalse();
        }
    }
}
