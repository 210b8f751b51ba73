package io.github.keycloakapppasswords.credential;

/**
 * A change that was committed and may have no place in its realm's feed yet.
 *
 * @param id the key of its row
 * @param realmId the realm's internal id
 */
public record NotedChange(String id, String realmId, Change change) {}
