/**
 * How the extension uses the database: short transactions, each done again where another transaction came in between, and a bound
 * for the questions of gateways that ask it at once.
 */
@NullMarked
package io.github.keycloakapppasswords.transaction;

import org.jspecify.annotations.NullMarked;
