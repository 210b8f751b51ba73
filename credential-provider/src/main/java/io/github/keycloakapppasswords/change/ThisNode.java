package io.github.keycloakapppasswords.change;

import java.util.UUID;

/** By what the nodes of a database know this one. */
public final class ThisNode {

    /** Made up at the start of the server. */
    public static final String ID = UUID.randomUUID().toString();

    private ThisNode() {}
}
