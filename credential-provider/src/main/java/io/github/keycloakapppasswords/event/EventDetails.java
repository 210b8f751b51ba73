package io.github.keycloakapppasswords.event;

import org.keycloak.events.Details;

/** Details of Keycloak's events that tell of app passwords. Values are never secret. */
public final class EventDetails {

    /** Keycloak's own detail: the method of authentication. */
    public static final String AUTH_METHOD = Details.AUTH_METHOD;

    /** The value of {@link #AUTH_METHOD} wherever an app password was used or refused. */
    public static final String APP_PASSWORD = "app-password";

    /** Keycloak's own detail: the type of the credential that was made or removed. */
    public static final String CREDENTIAL_TYPE = Details.CREDENTIAL_TYPE;

    /** The credential's id. */
    public static final String CREDENTIAL_ID = "credential_id";

    /** The credential's label, made harmless. */
    public static final String CREDENTIAL_LABEL = "credential_label";

    /** The protocol that the gateway asked for. */
    public static final String PROTOCOL = "protocol";

    /** The gateway's client id. */
    public static final String GATEWAY = "gateway";

    /** The reason of a refusal: for admins, never in an answer to a gateway. */
    public static final String REASON = "reason";

    /** The fault of a gateway's request, or of a user's login identity, as a sentence. */
    public static final String PROBLEM = "problem";

    /** The label before it was renamed, made harmless: tells a renaming from a making. */
    public static final String PREVIOUS_LABEL = "previous_label";

    /** The id of the admin who changed an app password; absent if its owner changed it. */
    public static final String ADMIN_ID = "admin_id";

    /**
     * The user of an event that does not name the user itself, since the user's storage does not have the user now: Keycloak
     * deletes such a user when a listener looks the user up.
     */
    public static final String USER_ID = "user_id";

    private EventDetails() {}
}
