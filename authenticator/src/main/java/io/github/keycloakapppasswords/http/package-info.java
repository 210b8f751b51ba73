/** Strict reading and writing of HTTP, for every REST interface. */
@NullMarked
package io.github.keycloakapppasswords.http;

import org.jspecify.annotations.NullMarked;
