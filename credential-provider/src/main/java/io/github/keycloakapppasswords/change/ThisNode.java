package io.github.keycloakapppasswords.change;

import java.util.UUID;

/** The id of this node among the nodes of a database. */
public final class ThisNode {

    /** Made up at the start of the server. */
    public static final String ID = UUID.randomUUID().toString();

    private ThisNode() {}
}
