/** The database's record of second factors: when each factor was set up and proved, and since when a user has none. */
@NullMarked
package io.github.keycloakapppasswords.factor;

import org.jspecify.annotations.NullMarked;
