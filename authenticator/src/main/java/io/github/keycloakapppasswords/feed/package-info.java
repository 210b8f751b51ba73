/** The feed of changes for gateways that remember verdicts or hold sessions open. */
@NullMarked
package io.github.keycloakapppasswords.feed;

import org.jspecify.annotations.NullMarked;
