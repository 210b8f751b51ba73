package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import io.github.keycloakapppasswords.proof.BrokeredLogin.SignIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginObserverTest {
    private static final Factor PHONE = new Factor("phone", "otp");
    private static final Factor TABLET = new Factor("tablet", "otp");
    private static final Factor KEY = new Factor("key", "webauthn");
    private static final Factor PASSKEY = new Factor("passkey", "webauthn-passwordless");
    private static final Factor CODES = new Factor("codes", "recovery-authn-codes");

    private final Browser alice = new Browser();
    private final List<Factor> factors = new ArrayList<>();
    private final List<FactorNote> notes = new ArrayList<>();
    private final FactorLog log = new FactorLog() {
        @Override
        public FactorHistory history() {
            return new FactorHistory(notes);
        }

        @Override
        public void add(FactorNote note) {
            notes.add(note);
        }
    };
    private Optional<SignIn> signIn = Optional.empty();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Nested
    class ALoginAtAnIdentityProvider {
        private static final Factor CORP = Factor.linked("corp", "alice-at-corp");

        @Test
        void provesWhatTheProviderSaidAtTheTimeThatItSaid() {
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now.minusSeconds(40), true));
            observe(alice.authenticates());

            assertThat(alice.gate().proof().completedAt()).containsEntry(CORP.type(), now.minusSeconds(40));
        }

        @Test
        void isAFirstFactorOfWhoSetsUpTheirOnlySecondOneThen() {
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now.minusSeconds(40), false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
            assertThat(trusted()).containsExactlyInAnyOrder(CORP.id(), "phone");
        }

        @Test
        void isNoFirstFactorOfWhoHasAnother() {
            factors.add(CORP);
            factors.add(CODES);
            signIn = Optional.of(new SignIn(CORP, now, false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void isNoFirstFactorByALinkThatWaits() {
            notes.add(FactorNote.unproved(CORP.noteId(), now));
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now, false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void isNoFirstFactorByTheProvidersOwnSingleSignOn() {
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now.minusSeconds(301), false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void isNoFirstFactorByALinkThatIsNewerThanTheSession() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            alice.finishes();
            factors.remove(KEY);
            factors.add(CORP);
            now = now.plusSeconds(600);
            signIn = Optional.of(new SignIn(CORP, now, false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(trusted()).containsExactly("key");
        }

        @Test
        void isNoFirstFactorOfWhoProvedMoreThereInTheSession() {
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now, true));
            observe(alice.authenticates());
            alice.finishes();
            now = now.plusSeconds(600);
            signIn = Optional.of(new SignIn(CORP, now, false));
            observe(alice.authenticates());
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys(CORP.type());
        }

        @Test
        void isNoFirstFactorAfterAnEmailedLinkOrForAnAdmin() {
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now, false));
            observe(alice.authenticates().byMailedLink());
            enrol(PHONE);
            assertThat(alice.gate().proof().completedAt()).isEmpty();

            factors.remove(PHONE);
            observe(alice.impersonated().authenticates());
            enrol(PHONE);
            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void provesNothingByALinkThatIsNewerThanTheSession() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            alice.finishes();
            factors.add(CORP);
            signIn = Optional.of(new SignIn(CORP, now, true));
            observe(alice.authenticates());

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
        }

        /** As by a provider of users, or by a request that the extension does not take for what it is. */
        @Test
        void provesNothingByALinkThatNobodySawBeforeTheWaitingTimeIsOver() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            alice.finishes();
            factors.add(CORP);
            signsInAnewAtCorp();
            assertThat(alice.gate().proof().completedAt()).isEmpty();

            now = now.plus(Duration.ofHours(24));
            signsInAnewAtCorp();
            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys(CORP.type());
        }

        @Test
        void provesNothingByASecondLinkThatNobodySaw() {
            Factor own = Factor.linked("own", "thief");
            factors.add(CORP);
            signsInAnewAtCorp();
            alice.finishes();
            factors.add(own);
            signIn = Optional.of(new SignIn(own, now, true));
            observe(alice.signsOut().authenticates());

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void provesNothingByALinkOfWhichItIsNotedThatItWaits() {
            notes.add(FactorNote.unproved(CORP.noteId(), now.minus(Duration.ofHours(23))));
            factors.add(CORP);
            signsInAnewAtCorp();
            assertThat(alice.gate().proof().completedAt()).isEmpty();

            now = now.plus(Duration.ofHours(1));
            signsInAnewAtCorp();
            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys(CORP.type());
        }

        private void signsInAnewAtCorp() {
            signIn = Optional.of(new SignIn(CORP, now, true));
            observe(alice.signsOut().authenticates());
        }

        @Test
        void provesNothingOverSingleSignOn() {
            factors.add(CORP);
            observe(alice.authenticates());
            alice.finishes();
            signIn = Optional.of(new SignIn(CORP, now, true));
            observe(alice.singleSignOn());

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }
    }

    @Nested
    class ALogin {

        @Test
        void provesTheFactorThatItUsed() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
        }

        @Test
        void provesNothingWithAPasswordAlone() {
            factors.add(PHONE);
            observe(alice.authenticates("password"));

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        /** A mapper of an identity provider writes user-session notes of any name and text. */
        @Test
        void provesNothingByANoteThatIsNotSealed() {
            factors.add(PHONE);
            String proof = SecondFactorProof.none("alice").with("otp", now).encode();
            String trust = FactorSnapshot.of("alice", now, factors).encode();
            observe(alice.authenticates("password")
                    .withNoteOfAnother("app-passwords.second-factor", proof)
                    .withNoteOfAnother("app-passwords.factors", trust));
            assertThat(alice.gate().proof().completedAt()).isEmpty();

            String ofAnotherSession = Browser.seal("another").close("app-passwords.second-factor", proof);
            alice.withNoteOfAnother("app-passwords.second-factor", ofAnotherSession)
                    .withNoteOfAnother("app-passwords.factors", trust);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
            assertThat(alice.gate().trusted()).isEmpty();
        }

        @Test
        void provesNothingOverSingleSignOn() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            alice.finishes();
            Instant proved = now;
            now = now.plusSeconds(60);
            observe(alice.singleSignOn());

            assertThat(alice.gate().proof().completedAt()).containsEntry("otp", proved);
            assertThat(alice.gate().completedHere()).isEmpty();
        }

        @Test
        void isStampedWhenItWasCompleteNotWhenItIsLookedAtAgain() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            Instant proved = now;
            now = now.plusSeconds(600);
            observe(alice);

            assertThat(alice.gate().proof().completedAt()).containsEntry("otp", proved);
        }

        @Test
        void provesNothingWithATypeOfWhichOneWasAddedInTheSession() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            alice.finishes();
            factors.add(TABLET);
            now = now.plusSeconds(600);
            observe(alice.authenticates("password", "otp"));

            assertThat(alice.gate().completedHere()).isEmpty();
            assertThat(trusted()).containsExactly("phone");
        }

        @Test
        void trustsEveryFactorInANewSession() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            enrol(TABLET);
            alice.finishes();
            observe(alice.signsOut().authenticates("password", "otp"));

            assertThat(alice.gate().completedHere()).contains(now);
            assertThat(trusted()).containsExactlyInAnyOrder("phone", "tablet");
        }

        /** As by a request that looks like none of an enrolment, but that Keycloak takes for one. */
        @Test
        void makesAFactorWaitWhoseSetUpWasNotSeen() {
            factors.add(PHONE);
            observe(alice.authenticates("password"));
            alice.finishes();
            factors.add(KEY);
            observe(alice.signsOut().authenticates("password", "webauthn"));

            assertThat(log.history().unprovedUntil("key", Duration.ofHours(24), now))
                    .contains(now.plus(Duration.ofHours(24)));
            assertThat(log.history().unprovedUntil("phone", Duration.ofHours(24), now))
                    .isEmpty();
            assertThat(alice.gate().completedHere()).isEmpty();
        }

        @Test
        void takesWhatAnAdminLetTheUserSetUpAnew() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            alice.finishes();
            factors.remove(PHONE);
            notes.add(FactorNote.of(FactorNote.Kind.RESET, now.plusMillis(1)));
            factors.add(TABLET);
            now = now.plusSeconds(1);
            observe(alice.signsOut().authenticates("password", "otp"));

            assertThat(alice.gate().completedHere()).contains(now);
        }

        /** A user storage chooses the ids of its credentials. */
        @Test
        void notesNothingOfAFactorWhoseIdIsLongerThanANote() {
            factors.add(new Factor("x".repeat(37), "otp"));
            factors.add(KEY);
            observe(alice.authenticates("password"));

            assertThat(notes)
                    .extracting(FactorNote::credentialId)
                    .filteredOn(id -> id != null)
                    .containsExactly("key");
        }

        /** Each tab has an authentication, and Keycloak keeps them side by side. */
        @Test
        void isOfItsTabAlone() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "otp"));
            assertThat(alice.gate().completedHere()).contains(now);
            assertThat(alice.gate().baseline()).isPresent();

            alice.inTab("another");

            assertThat(alice.gate().completedHere()).isEmpty();
            assertThat(alice.gate().baseline()).isEmpty();
        }

        @Test
        void trustsWhatWasAddedToASessionThatHadNone() {
            observe(alice.authenticates("password"));
            alice.finishes();
            factors.add(PHONE);
            observe(alice.authenticates("password"));

            assertThat(trusted()).containsExactly("phone");
        }

        @ParameterizedTest
        @ValueSource(strings = {"otp", "webauthn-passwordless", "password", ""})
        void trustsNothingThatWasAddedToASessionThatHadNoneWhenItStepsUp(String used) {
            observe(alice.authenticates("password"));
            alice.finishes();
            factors.add(PHONE);
            factors.add(PASSKEY);
            observe(alice.stepsUp(types(used)));

            assertThat(trusted()).isEmpty();
            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"otp", "webauthn-passwordless", ""})
        void trustsNothingWhenItStepsUpAndHidesItsSession(String used) {
            observe(alice.impersonated().authenticates());
            alice.finishes();
            factors.add(PHONE);
            factors.add(PASSKEY);
            observe(alice.stepsUp(types(used)).hidesItsSession());

            assertThat(alice.gate().trusted()).isEmpty();
            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        /** A flow may ask for the user name and a second factor, or for something that Keycloak does not know. */
        @ParameterizedTest
        @ValueSource(strings = {"webauthn-passwordless", "otp", "kerberos", "magic-link", ""})
        void trustsEveryFactorInANewSessionWhateverTheLoginAsks(String used) {
            factors.add(PHONE);
            observe(alice.authenticates(types(used)));

            assertThat(trusted()).containsExactly("phone");
        }

        @Test
        void provesNothingWithoutTheUser() {
            factors.add(PHONE);
            observe(alice.authenticates("kerberos"));
            enrol(TABLET);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
            assertThat(trusted()).containsExactly("phone");
        }

        @Test
        void provesNothingWithATypeThatTheUserHasNoneOf() {
            factors.add(PHONE);
            observe(alice.authenticates("password", "webauthn"));

            assertThat(alice.gate().proof().completedAt()).isEmpty();
        }

        @Test
        void trustsNothingOverSingleSignOnInASessionFromBefore() {
            factors.add(PHONE);
            observe(alice.singleSignOn());

            assertThat(alice.gate().trusted()).isEmpty();
        }
    }

    @Nested
    class AnEnrolment {

        @Test
        void isProofForWhoHadNone() {
            observe(alice.authenticates("password"));
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
            assertThat(trusted()).containsExactly("phone");
            assertThat(log.history().endsWithFactor()).isTrue();
        }

        @Test
        void isJudgedOnce() {
            observe(alice.authenticates("password"));
            enrol(PHONE);
            Instant enrolled = now;
            int noted = notes.size();
            now = now.plusSeconds(60);
            observe(alice, FactorKind.ofType("otp"));

            assertThat(alice.gate().proof().completedAt()).containsEntry("otp", enrolled);
            assertThat(notes).hasSize(noted);
        }

        @Test
        void isNoProofForWhoHasAnother() {
            factors.add(KEY);
            observe(alice.authenticates("password"));
            enrol(PHONE);

            assertNoProof("key");
        }

        @Test
        void isNoProofForWhoHasOneThatTheGateCannotAskFor() {
            factors.add(CODES);
            observe(alice.authenticates("password"));
            enrol(PHONE);

            assertNoProof("codes");
        }

        @Test
        void isProofForWhoHasJustProvedAnother() {
            factors.add(KEY);
            observe(alice.authenticates("password"));
            alice.gate().completed("webauthn", now);
            enrol(PHONE);

            assertThat(trusted()).containsExactlyInAnyOrder("key", "phone");
        }

        @Test
        void isNoProofWhenAnotherWasProvedTooLongAgo() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            now = now.plus(Duration.ofMinutes(6));
            enrol(PHONE);

            assertThat(trusted()).containsExactly("key");
        }

        @Test
        void isNoProofWhenAnotherWasProvedInAnotherAuthenticationOfTheSession() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            alice.finishes();
            observe(alice.singleSignOn());
            enrol(PHONE);

            assertThat(trusted()).containsExactly("key");
        }

        @Test
        void isNoProofOverSingleSignOn() {
            observe(alice.authenticates("password"));
            alice.finishes();
            observe(alice.singleSignOn());
            enrol(PHONE);

            assertNoProof();
        }

        @Test
        void isNoProofAfterAnEmailedLink() {
            observe(alice.authenticates("password").byMailedLink());
            enrol(PHONE);

            assertNoProof();
        }

        @Test
        void isNoProofInAnImpersonatedSession() {
            observe(alice.impersonated().authenticates("password"));
            enrol(PHONE);

            assertNoProof();
        }

        @Test
        void isNoProofLongAfterTheFirstFactor() {
            observe(alice.authenticates("password"));
            now = now.plus(Duration.ofMinutes(6));
            enrol(PHONE);

            assertNoProof();
        }

        @Test
        void isNoProofWhenTheBrowserSignedInByItself() {
            for (String silent : List.of("kerberos", "cert")) {
                observe(alice.signsOut().authenticates(silent));
                enrol(PHONE);

                assertNoProof();
                factors.clear();
                notes.clear();
            }
        }

        @Test
        void isNoProofWithoutAFirstFactor() {
            observe(alice.authenticates());
            enrol(PHONE);

            assertNoProof();
        }

        @Test
        void isNoneOfThisAuthenticationsWhenAnotherBrowserDidIt() {
            observe(alice.authenticates("password"));
            factors.add(PHONE);
            observe(alice);

            assertNoProof();
        }

        @Test
        void isOfTheKindThatTheRequestEnrolled() {
            observe(alice.authenticates("password"));
            factors.add(KEY);
            enrol(PHONE);

            assertThat(trusted()).containsExactly("phone");
        }

        @Test
        void isNoProofWithinTheWaitingTimeAfterTheLastFactorWasRemoved() {
            notes.add(FactorNote.of(Kind.REMOVED, now.minus(Duration.ofHours(23))));
            observe(alice.authenticates("password"));
            enrol(PHONE);

            assertNoProof();
            assertThat(waitsUntil(PHONE)).contains(now.plus(Duration.ofHours(1)));
        }

        @Test
        void isProofWhenTheWaitingTimeIsOver() {
            notes.add(FactorNote.of(Kind.REMOVED, now.minus(Duration.ofHours(24))));
            observe(alice.authenticates("password"));
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
            assertThat(waitsUntil(PHONE)).isEmpty();
        }

        @Test
        void isProofAtOnceAfterAnAdminTookTheLastFactorAway() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            factors.clear();
            notes.add(FactorNote.of(Kind.RESET, now));
            observe(alice.signsOut().authenticates("password"));
            enrol(PHONE);

            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
        }

        /** As by a flow that resets it, a workflow, an import, or in a user storage. */
        @Test
        void isNoProofForWhoseFactorIsGoneWithoutAnyEvent() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            factors.clear();
            now = now.plus(Duration.ofDays(300));
            observe(alice.signsOut().authenticates("password"));
            enrol(PHONE);

            assertNoProof();
            assertThat(waitsUntil(PHONE)).contains(now.plus(Duration.ofHours(24)));
        }

        @Test
        void countsForNothingInTheNextSessionWhenItWasDoneWithoutTheOldOne() {
            factors.add(KEY);
            observe(alice.authenticates("password"));
            enrol(PHONE);
            now = now.plus(Duration.ofHours(23));
            observe(alice.signsOut().authenticates("password", "otp"));
            enrol(TABLET);

            assertThat(alice.gate().proof().completedAt()).isEmpty();
            assertThat(waitsUntil(PHONE)).contains(now.plus(Duration.ofHours(1)));
            assertThat(waitsUntil(TABLET)).contains(now.plus(Duration.ofHours(24)));

            now = now.plus(Duration.ofHours(24));
            observe(alice.signsOut().authenticates("password", "otp"));
            assertThat(alice.gate().proof().completedAt()).containsOnlyKeys("otp");
        }

        /** A thief who signs in twice at once, and sets one up in each tab. */
        @Test
        void isNoProofAfterOneThatAnotherTabHasSetUpMeanwhile() {
            notes.add(FactorNote.of(Kind.REMOVED, now.minus(Duration.ofHours(1))));
            observe(alice.authenticates("password"));
            factors.add(KEY);
            notes.add(FactorNote.unproved("key", now.minus(Duration.ofHours(1))));
            notes.add(FactorNote.of(Kind.PRESENT, now));
            enrol(PHONE);

            assertNoProof();
            assertThat(waitsUntil(PHONE)).contains(now.plus(Duration.ofHours(24)));
        }

        @Test
        void doesNotWaitWhenTheOldOneWasUsedInTheSessionAMomentBefore() {
            factors.add(KEY);
            observe(alice.authenticates("password", "webauthn"));
            alice.finishes();
            now = now.plusSeconds(60);
            observe(alice.singleSignOn());
            enrol(PHONE);

            assertThat(waitsUntil(PHONE)).isEmpty();
        }

        private Optional<Instant> waitsUntil(Factor factor) {
            return log.history().unprovedUntil(factor.id(), Duration.ofHours(24), now);
        }

        private void assertNoProof(String... trustedIds) {
            assertThat(alice.gate().proof().completedAt()).isEmpty();
            assertThat(trusted()).containsExactlyInAnyOrder(trustedIds);
        }
    }

    private static String[] types(String used) {
        return used.isEmpty() ? new String[0] : new String[] {used};
    }

    private void enrol(Factor factor) {
        factors.add(factor);
        observe(alice, FactorKind.ofType(factor.type()));
    }

    private List<String> trusted() {
        return alice.gate().trusted().map(FactorSnapshot::ids).stream()
                .flatMap(ids -> ids.stream())
                .toList();
    }

    private void observe(Browser browser) {
        observe(browser, Optional.empty());
    }

    private void observe(Browser browser, Optional<FactorKind> enrolled) {
        new LoginObserver(
                        browser.gate(),
                        enrolled,
                        signIn,
                        new UserFactors(factors),
                        log,
                        Browser.realm(),
                        "alice",
                        Clock.fixed(now, ZoneOffset.UTC))
                .observe();
    }
}
