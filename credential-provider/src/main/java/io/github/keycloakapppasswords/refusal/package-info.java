/** Refusals in the database: the last one of each user, and the users whose devices still send the main password. */
@NullMarked
package io.github.keycloakapppasswords.refusal;

import org.jspecify.annotations.NullMarked;
