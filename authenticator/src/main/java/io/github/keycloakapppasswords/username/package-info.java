/** The submitted user name: normalised, compared as a service compares it, and remembered for a while if no user has it. */
@NullMarked
package io.github.keycloakapppasswords.username;

import org.jspecify.annotations.NullMarked;
