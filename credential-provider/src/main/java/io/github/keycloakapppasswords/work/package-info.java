/** Work that a change leaves behind, kept in the database until a node has done it. */
@NullMarked
package io.github.keycloakapppasswords.work;

import org.jspecify.annotations.NullMarked;
