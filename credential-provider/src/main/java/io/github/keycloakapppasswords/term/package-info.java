/** Values with their rules: protocol, network, address, label. */
@NullMarked
package io.github.keycloakapppasswords.term;

import org.jspecify.annotations.NullMarked;
