package io.github.keycloakapppasswords.gate;

import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;

/** One of Keycloak's authenticators, made to run inside the required action. */
interface InPlaceAuthenticator {

    /** Whether what was sent names a factor that counts; otherwise it is not even looked at. */
    boolean accepts(MultivaluedMap<String, String> fields);

    /** Asks for the factor. */
    void authenticate(AuthenticationFlowContext context);

    /** Judges what was sent. */
    void action(AuthenticationFlowContext context);
}
