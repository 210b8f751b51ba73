package io.github.keycloakapppasswords.stage;

/**
 * A gateway's credential in a realm.
 *
 * @param clientId the client id
 * @param secret the client secret
 */
public record Gateway(String clientId, String secret) {}
