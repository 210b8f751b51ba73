/**
 * The image and the Compose file, in a container engine. {@code bin/verify docker} runs these classes; Maven alone does
 * not, since it has no engine to give them.
 */
@NullMarked
package io.github.keycloakapppasswords.container;

import org.jspecify.annotations.NullMarked;
