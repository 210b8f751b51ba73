package io.github.keycloakapppasswords.change;

/**
 * A change and its place in its realm's feed.
 *
 * @param place 1 or more; grows with every change of the realm
 */
public record PlacedChange(long place, NotedChange noted) {

    public Change change() {
        return noted.change();
    }
}
