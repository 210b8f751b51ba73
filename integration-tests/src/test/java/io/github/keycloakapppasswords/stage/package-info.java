/** The tests of the stage, and the main job on it. */
@NullMarked
package io.github.keycloakapppasswords.stage;

import org.jspecify.annotations.NullMarked;
