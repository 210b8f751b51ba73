package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.watch.NewAppPasswords;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the owners who may be looking at the page of a new app password just now, and what the attempt means to them.
 *
 * <p><b>Security.</b> This runs after the decision and does not change it. It uses what the steps have in memory, and asks
 * nothing. Attempts without a new app password, or without an owner of one, are nobody's news.
 */
final class OwnersNews {

    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final NewAppPasswords made;

    OwnersNews(NewAppPasswords made) {
        this.made = made;
    }

    /**
     * The news of a decision: none for most, and two if the new app password of one owner is sent with the name of another owner of
     * a new one. Neither owner can find out by it whether there is another.
     */
    List<NewsForOwner> of(Reason reason, Examination examination) {
        return switch (reason) {
            case ACCEPTED -> ofNew(examination, SignInOutcome.ACCEPTED);
            case PROTOCOL_NOT_ALLOWED -> ofNew(examination, SignInOutcome.PROTOCOL);
            case NETWORK_NOT_ALLOWED -> ofNew(examination, SignInOutcome.NETWORK);
            case CLIENT_ADDRESS_MISSING,
                    SUSPENDED,
                    ROLE_MISSING,
                    LOGIN_IDENTITY_MISSING,
                    LOGIN_IDENTITY_REFUSED,
                    LOGIN_IDENTITY_FOLDED -> ofNew(examination, SignInOutcome.ASK_ADMIN);
            case NOT_AN_APP_PASSWORD -> ofNoAppPassword(examination);
            case MALFORMED_NAME, UNKNOWN_USER, AMBIGUOUS_USER -> ofOtherName(examination);
            case WRONG_SECRET ->
                Stream.of(ofOtherName(examination), ofOther(examination, SignInOutcome.OTHER_APP_PASSWORD))
                        .flatMap(List::stream)
                        .toList();
            case REVOKED, EXPIRED -> ofOther(examination, SignInOutcome.ENDED);
            default -> List.of();
        };
    }

    /** The new app password was sent, with the right name. */
    private List<NewsForOwner> ofNew(Examination examination, SignInOutcome outcome) {
        AppPasswordCredential sent = examination.credential();
        return made.isNew(sent.createdAt(), examination.now())
                ? List.of(new NewsForOwner(examination.account().id(), sent.id(), outcome))
                : List.of();
    }

    /** Another app password was sent, with the name of a user who has a new one. */
    private List<NewsForOwner> ofOther(Examination examination, SignInOutcome outcome) {
        return made.isNew(examination.newest(), examination.now())
                ? List.of(new NewsForOwner(examination.account().id(), null, outcome))
                : List.of();
    }

    private List<NewsForOwner> ofOtherName(Examination examination) {
        return examination
                .secret()
                .map(hasher::compare)
                .flatMap(sent -> made.recognise(examination.accounts().realmId(), sent::matches))
                .map(match -> new NewsForOwner(match.userId(), match.credentialId(), SignInOutcome.OTHER_NAME))
                .stream()
                .toList();
    }

    /** The name is not looked up here. */
    private List<NewsForOwner> ofNoAppPassword(Examination examination) {
        SignInOutcome outcome = examination.isMistyped() ? SignInOutcome.MISTYPED : SignInOutcome.NOT_AN_APP_PASSWORD;
        return made.isAnyOf(examination.accounts().realmId())
                ? List.of(new NewsForOwner(null, null, outcome))
                : List.of();
    }
}
