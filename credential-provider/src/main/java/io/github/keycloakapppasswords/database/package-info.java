/**
 * Registers the entities (which are in the packages of what they record) and the change log with Keycloak, and deletes the rows
 * of removed users and realms.
 */
@NullMarked
package io.github.keycloakapppasswords.database;

import org.jspecify.annotations.NullMarked;
