package io.github.keycloakapppasswords.change;

import org.keycloak.provider.ProviderEvent;

/**
 * This node has seen in the database that a realm's feed has moved on. The node that moved it may not be able to say so.
 *
 * @param realmId the realm's internal id
 */
public record FeedMoved(String realmId) implements ProviderEvent {}
