package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.term.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * One question, without its password: may this name use this protocol? It is what reports and notes of use are made of.
 *
 * @param name the submitted name, or {@code null} if it was not readable text
 * @param protocol what the client speaks
 * @param clientAddress the end client's address as the gateway sent it, or {@code null}
 */
public record Attempt(@Nullable String name, Protocol protocol, @Nullable String clientAddress) {}
