package io.github.keycloakapppasswords.change;

/**
 * How far the feed of a realm has come.
 *
 * @param epoch this feed's own mark: places of another one mean nothing here
 * @param head the last place given, 0 before the first
 * @param forgotten the last place whose change is kept no longer, 0 if all are
 */
public record FeedState(String epoch, long head, long forgotten) {}
