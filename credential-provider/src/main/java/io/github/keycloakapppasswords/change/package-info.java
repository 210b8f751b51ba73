/** The feed of changes as the database holds it: what changed in a realm, in order; and the nodes that read it. */
@NullMarked
package io.github.keycloakapppasswords.change;

import org.jspecify.annotations.NullMarked;
