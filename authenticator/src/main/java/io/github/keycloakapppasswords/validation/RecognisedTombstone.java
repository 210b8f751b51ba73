package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.secret.AppPasswordHasher.Comparison;
import io.github.keycloakapppasswords.verdict.Reason;

/**
 * Distinguishes an ended app password, which a device still sends, from a secret that never was this user's.
 *
 * <p><b>Security.</b> This runs after the refusal and changes only the reason, which only admins and the owner see; the verdict
 * stays. Only <em>this user's</em> tombstones are compared, and always all of them; the time for that, some microseconds each,
 * is under the floor of every refusal.
 */
final class RecognisedTombstone {

    private final AppPasswordHasher hasher = new AppPasswordHasher();

    /** Returns the reason for admins: the given reason, unless a wrong secret is the secret of a tombstone. */
    Reason recognise(Reason refusal, Examination examination) {
        if (refusal != Reason.WRONG_SECRET) {
            return refusal;
        }
        Comparison comparison = hasher.compare(examination.secret().orElseThrow());
        Reason reason = refusal;
        for (Tombstone candidate : examination.account().tombstones()) {
            if (comparison.matches(candidate.hash())) {
                examination.tombstone(candidate);
                reason = reason(candidate.cause());
            }
        }
        return reason;
    }

    private static Reason reason(EndCause cause) {
        return switch (cause) {
            case EXPIRED, IDLE, NEVER_USED -> Reason.EXPIRED;
            case REVOKED, PASSWORD_CHANGED, PASSWORD_RESET_BY_EMAIL, PASSWORD_SET_BY_ADMIN -> Reason.REVOKED;
        };
    }
}
