package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under examination: the question of the gateway and the results of the steps so far. A step may use the results of
 * earlier steps. Used by one thread, for one attempt.
 */
final class Examination {

    private final Requester requester;
    private final Submission submission;
    private final Accounts accounts;
    private final Instant now;

    private @Nullable LoginName name;
    private @Nullable Account account;
    private @Nullable AppPasswordCredential credential;
    private @Nullable Tombstone tombstone;
    private @Nullable String loginIdentity;
    private Instant newest = Instant.EPOCH;
    private boolean looked;

    Examination(Requester requester, Submission submission, Accounts accounts, Instant now) {
        this.requester = requester;
        this.submission = submission;
        this.accounts = accounts;
        this.now = now;
    }

    Requester requester() {
        return requester;
    }

    Attempt attempt() {
        return submission.attempt();
    }

    Optional<AppPassword> secret() {
        return submission.secret();
    }

    boolean isMistyped() {
        return submission.mistyped();
    }

    Accounts accounts() {
        return accounts;
    }

    Instant now() {
        return now;
    }

    LoginName name() {
        return Objects.requireNonNull(name, "no step has read the name yet");
    }

    void name(LoginName read) {
        name = read;
    }

    Account account() {
        return Objects.requireNonNull(account, "no step has found the user yet");
    }

    /** The id of the user; {@code null} if no step has found the user. */
    @Nullable
    String accountId() {
        return account == null ? null : account.id();
    }

    void account(Account found) {
        account = found;
    }

    AppPasswordCredential credential() {
        return Objects.requireNonNull(credential, "no step has found the credential yet");
    }

    /** Whether a step has found the credential. */
    boolean isMatched() {
        return credential != null;
    }

    /** The user has this app password, whether or not it was sent. */
    void has(AppPasswordCredential owned) {
        newest = newest.isBefore(owned.createdAt()) ? owned.createdAt() : newest;
    }

    /** When the newest of the user's app passwords was made, as far as a step has looked. */
    Instant newest() {
        return newest;
    }

    void credential(AppPasswordCredential matched) {
        credential = matched;
    }

    String loginIdentity() {
        return Objects.requireNonNull(loginIdentity, "no step has read the login identity yet");
    }

    void loginIdentity(String identity) {
        loginIdentity = identity;
    }

    void tombstone(Tombstone recognised) {
        tombstone = recognised;
    }

    /** From now on the time of the answer could show which users exist. */
    void looking() {
        looked = true;
    }

    Decision decide(Reason reason, List<NewsForOwner> news) {
        return new Decision(
                reason,
                accountId(),
                credentialId(),
                label(),
                reason == Reason.ACCEPTED ? loginIdentity : null,
                looked,
                news);
    }

    private @Nullable String credentialId() {
        if (tombstone != null) {
            return tombstone.id();
        }
        return credential == null ? null : credential.id();
    }

    private @Nullable String label() {
        if (tombstone != null) {
            return tombstone.label();
        }
        return credential == null ? null : credential.label();
    }
}
