/** Users of LDAP and other storages, kept fresh without holding up a validation. */
@NullMarked
package io.github.keycloakapppasswords.userstorage;

import org.jspecify.annotations.NullMarked;
