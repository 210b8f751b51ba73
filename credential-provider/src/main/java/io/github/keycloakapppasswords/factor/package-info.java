/** What the database remembers of second factors: when each was set up and proved, and since when a user has none. */
@NullMarked
package io.github.keycloakapppasswords.factor;

import org.jspecify.annotations.NullMarked;
