package io.github.keycloakapppasswords.cluster;

/** What a question is about. */
enum Kind {
    /** A good pair of a user about whom a question comes several times a second. */
    WARM,
    /** A good pair of a user whom no node has in memory. */
    COLD,
    /** An app password that nobody was ever given. */
    WRONG,
    /** A user name that does not exist. */
    UNKNOWN,
    /** An app password that is made, used, and revoked. */
    REVOKED,
    /** An app password that expires. */
    EXPIRED,
    /** An app password of a user who loses the second factor and gets a new one. */
    SUSPENDED,
    /** An app password of a user whom an admin disables and enables. */
    DISABLED
}
