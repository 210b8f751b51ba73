/** The one way to do work in the background. */
@NullMarked
package io.github.keycloakapppasswords.worker;

import org.jspecify.annotations.NullMarked;
