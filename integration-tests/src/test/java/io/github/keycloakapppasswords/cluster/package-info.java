/**
 * Faults of nodes, of the network and of the database, under a load whose every answer is judged. {@code bin/verify cluster} runs these
 * classes and prints the table of {@code docs/operations.md}; Maven alone does not, since they need root.
 *
 * <p>{@link io.github.keycloakapppasswords.cluster.Truth} says which answer is right, {@link io.github.keycloakapppasswords.cluster.Bounds}
 * within which time; {@link io.github.keycloakapppasswords.cluster.Drill} runs one fault after the other.
 */
@NullMarked
package io.github.keycloakapppasswords.cluster;

import org.jspecify.annotations.NullMarked;
