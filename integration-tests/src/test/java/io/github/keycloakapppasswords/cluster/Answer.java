package io.github.keycloakapppasswords.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * What a gateway heard.
 *
 * @param status of HTTP; {@link #NONE} if no answer came in time
 * @param asked when the question was sent
 * @param answered when the answer had come, or the gateway gave up
 */
record Answer(int status, Instant asked, Instant answered) {
    static final int NONE = 0;
    static final int ACCEPTED = 200;
    static final int REFUSED = 401;

    /** What a gateway makes of it. */
    enum Judgement {
        /** The right verdict, or any within the bound of a change. */
        RIGHT,
        /** No verdict: the device tries later. */
        UNAVAILABLE,
        WRONG_ACCEPT,
        WRONG_REJECT
    }

    Judgement judge(Truth truth) {
        if (status != ACCEPTED && status != REFUSED) {
            return Judgement.UNAVAILABLE;
        }
        boolean accepted = status == ACCEPTED;
        Optional<Boolean> right = truth.verdict(asked, answered);
        if (right.isEmpty() || right.get() == accepted) {
            return Judgement.RIGHT;
        }
        return accepted ? Judgement.WRONG_ACCEPT : Judgement.WRONG_REJECT;
    }
}
