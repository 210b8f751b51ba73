package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owners who may be looking at the page of a new app password just now, and what the attempt means to them.
 *
 * <p><b>Security.</b> This runs after the decision and does not change it. It uses what the steps have in memory, and asks
 * nothing. Attempts without a new app password, or without an owner of one, are nobody's news. An app password that is sent with
 * the name of another user is the same news whatever that user is: unknown, disabled, or one who has made an app password too.
 */
final class OwnersNews {

    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final WatchedOwners watched;

    OwnersNews(WatchedOwners watched) {
        this.watched = watched;
    }

    /**
     * The news of a decision: none for most, and two if the new app password of one owner is sent with the name of another owner of
     * a new one. Neither owner is shown whether there is another. Their pages can show the news at moments that differ by the time of a
     * write to the caches.
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
            case MALFORMED_NAME, UNKNOWN_USER, USER_DISABLED -> ofOtherName(examination);
            case AMBIGUOUS_USER ->
                examination.isMatched() ? ofNew(examination, SignInOutcome.ASK_ADMIN) : ofOtherName(examination);
            case WRONG_SECRET ->
                Stream.of(ofOtherName(examination), ofOther(examination, SignInOutcome.OTHER_APP_PASSWORD))
                        .flatMap(List::stream)
                        .toList();
            case REVOKED, EXPIRED -> ofOther(examination, SignInOutcome.ENDED);
            case GATEWAY_CREDENTIAL_MISSING,
                    GATEWAY_CREDENTIAL_MALFORMED,
                    GATEWAY_CREDENTIAL_AMBIGUOUS,
                    GATEWAY_CREDENTIAL_WRONG,
                    GATEWAY_AUTHORITY_UNKNOWN,
                    GATEWAY_NOT_MARKED,
                    GATEWAY_CLIENT_MISSING,
                    GATEWAY_CLIENT_REPLACED,
                    GATEWAY_SETTINGS_UNREADABLE,
                    GATEWAY_DISABLED,
                    GATEWAY_NOT_CONFIDENTIAL,
                    GATEWAY_AUTHENTICATION_METHOD,
                    GATEWAY_NETWORK,
                    GATEWAY_PROTOCOL,
                    GATEWAY_CLIENT_ADDRESS,
                    GATEWAY_REQUEST_MALFORMED,
                    GATEWAY_BACKEND_MISSING,
                    GATEWAY_TOO_FAST,
                    HTTPS_REQUIRED,
                    REALM_DISABLED,
                    CLIENT_FULL_SCOPE,
                    CLIENT_OFFLINE_ACCESS,
                    FLOW_WITHOUT_PROTOCOL,
                    LOGIN_IDENTITY_UNPROTECTED,
                    REQUIRED_ROLE_GONE,
                    STORE_FAILED,
                    DATABASE_UNREACHABLE,
                    DATABASE_BUSY -> List.of();
        };
    }

    /** The new app password was sent, with the right name. */
    private static List<NewsForOwner> ofNew(Examination examination, SignInOutcome outcome) {
        AppPasswordCredential sent = examination.credential();
        return WatchedOwners.isNew(sent.createdAt(), examination.now())
                ? List.of(news(examination, examination.account().id(), sent.id(), outcome))
                : List.of();
    }

    /** Another app password was sent, with the name of a user who has a new one. */
    private static List<NewsForOwner> ofOther(Examination examination, SignInOutcome outcome) {
        return WatchedOwners.isNew(examination.newest(), examination.now())
                ? List.of(news(examination, examination.account().id(), null, outcome))
                : List.of();
    }

    /** The user of the submitted name hears nothing of it: that name is right. */
    private List<NewsForOwner> ofOtherName(Examination examination) {
        Optional<WatchedOwners.Recognised> recognised = examination
                .secret()
                .map(hasher::compare)
                .flatMap(sent -> watched.recognise(examination.accounts().realmId(), sent::matches));
        return recognised
                .filter(match -> !match.userId().equals(examination.accountId()))
                .map(match -> news(examination, match.userId(), match.credentialId(), SignInOutcome.OTHER_NAME))
                .stream()
                .toList();
    }

    /** The name is compared with those of owners who watch. No user is looked up. */
    private List<NewsForOwner> ofNoAppPassword(Examination examination) {
        SignInOutcome outcome = examination.isMistyped() ? SignInOutcome.MISTYPED : SignInOutcome.NOT_AN_APP_PASSWORD;
        return watched
                .named(examination.accounts().realmId(), examination.name().spellings())
                .map(userId -> news(examination, userId, null, outcome))
                .stream()
                .toList();
    }

    private static NewsForOwner news(
            Examination examination, String userId, @Nullable String credentialId, SignInOutcome outcome) {
        return new NewsForOwner(userId, credentialId, outcome, examination.now());
    }
}
