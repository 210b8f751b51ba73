package io.github.keycloakapppasswords.gate;

import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;

/** One of Keycloak's authenticators, made to run inside the required action. */
interface InPlaceAuthenticator {

    /** Whether the request names a factor that counts; a request for another factor is not checked. */
    boolean accepts(MultivaluedMap<String, String> fields);

    /** Asks for the factor. */
    void authenticate(AuthenticationFlowContext context);

    /** Checks the user's answer. */
    void action(AuthenticationFlowContext context);
}
