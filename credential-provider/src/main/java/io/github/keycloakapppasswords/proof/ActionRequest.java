package io.github.keycloakapppasswords.proof;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.Constants;
import org.keycloak.services.resources.LoginActionsService;

/**
 * The form of a required action that Keycloak has just dealt with, before it asks every action whether it is needed.
 *
 * @param providerId provider id of that action
 * @param cancelled the user cancelled it
 */
public record ActionRequest(String providerId, boolean cancelled) {

    /** Keycloak takes the path with them, too. */
    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

    /** Reads the request; empty if it is not a form of a required action. */
    public static Optional<ActionRequest> of(@Nullable HttpRequest request) {
        if (request == null
                || !"POST".equals(request.getHttpMethod())
                || !TRAILING_SLASHES
                        .matcher(request.getUri().getPath())
                        .replaceFirst("")
                        .endsWith("/" + LoginActionsService.REQUIRED_ACTION)) {
            return Optional.empty();
        }
        boolean cancelled = request.getDecodedFormParameters().containsKey(LoginActionsService.CANCEL_AIA);
        return Optional.ofNullable(request.getUri().getQueryParameters().getFirst(Constants.EXECUTION))
                .map(execution -> new ActionRequest(execution, cancelled));
    }

    /**
     * The kind of factor that may have been enrolled by it. Also if the form says that it was cancelled: Keycloak does not let every
     * enrolment be cancelled, and one that was has enrolled nothing.
     */
    public Optional<FactorKind> enrolled() {
        return FactorKind.ofEnrolment(providerId);
    }
}
