package io.github.keycloakapppasswords.change;

/**
 * The position of a realm's feed.
 *
 * @param epoch the id of this feed: places of another feed mean nothing here
 * @param head the last place given, 0 before the first
 * @param forgotten the last place whose change was deleted, 0 if none was
 */
public record FeedState(String epoch, long head, long forgotten) {}
