/** The life of app passwords after they were made: suspension and end, and the end of all that depends on them. */
@NullMarked
package io.github.keycloakapppasswords.lifecycle;

import org.jspecify.annotations.NullMarked;
