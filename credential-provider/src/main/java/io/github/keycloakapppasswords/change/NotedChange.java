package io.github.keycloakapppasswords.change;

/**
 * A change that was committed and may have no place in its realm's feed yet.
 *
 * @param id the key of its row
 * @param realmId the realm's internal id
 * @param isOwn whether this node has noted it, since its start
 */
public record NotedChange(String id, String realmId, Change change, boolean isOwn) {}
