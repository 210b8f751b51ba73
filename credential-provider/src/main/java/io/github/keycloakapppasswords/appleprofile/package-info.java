/** Configuration profiles for Apple devices, and the key that signs them. */
@NullMarked
package io.github.keycloakapppasswords.appleprofile;

import org.jspecify.annotations.NullMarked;
