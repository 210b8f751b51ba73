package io.github.keycloakapppasswords.credential;

/**
 * A change and its place in its realm's feed.
 *
 * @param id the key of its row
 * @param place 1 or more; grows with every change of the realm
 */
public record PlacedChange(String id, long place, Change change) {}
