package io.github.keycloakapppasswords.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * The state of one part of the set-up.
 *
 * @param detail a finished sentence: what there is, and for a conflict what to do
 */
record Part(Status status, String detail) {

    enum Status {
        /** It was not there, and was made by this call. */
        CREATED,
        /** It was there, as it must be. */
        KEPT,
        /** The part does not exist: only in the answer of a call that changes nothing. */
        MISSING,
        /** It is not there, and was not asked for: app passwords work without. */
        OFF,
        /** It is there otherwise than it must be, and was not touched. */
        CONFLICT,
        /** App passwords work, but something that owners or admins need is missing. Nothing was touched. */
        WARNING
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status.name().toLowerCase(Locale.ROOT))
                .put("detail", detail);
    }
}
