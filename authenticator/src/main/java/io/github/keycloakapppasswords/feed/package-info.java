/** The feed of changes: what gateways that remember verdicts, or hold sessions open, are told of. */
@NullMarked
package io.github.keycloakapppasswords.feed;

import org.jspecify.annotations.NullMarked;
