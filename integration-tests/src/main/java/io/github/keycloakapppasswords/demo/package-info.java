/** {@code bin/demo}: the product to try by hand, and the main job done by itself. */
@NullMarked
package io.github.keycloakapppasswords.demo;

import org.jspecify.annotations.NullMarked;
