package io.github.keycloakapppasswords.dialect;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /realms/{realm}/app-passwords/}, one for each dialect. */
public final class AppPasswordsResource {

    private final ValidateDialect validate;

    AppPasswordsResource(ValidateDialect validate) {
        this.validate = validate;
    }

    /**
     * Whether a name and an app password are good, for gateways with an HTTP client.
     *
     * @param body JSON or a form with username, password, protocol and client_ip. Bytes, since a stream would be read by
     *     Keycloak's own form parser before it came here.
     */
    @POST
    @Path("validate")
    public CompletionStage<Response> validate(byte @Nullable [] body) {
        return validate.answer(body == null ? new byte[0] : body);
    }
}
