package io.github.keycloakapppasswords.stage;

/**
 * An app password as its owner notes it down.
 *
 * @param id the id of its credential
 * @param secret as shown, with hyphens
 */
public record AppPasswordOnPaper(String id, String secret) {}
