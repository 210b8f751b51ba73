package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.event.EventDetails;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;

/**
 * A removal by Keycloak of a credential that may have been an app password, as its events show it (26.7.4).
 *
 * @param userId the owner's id
 * @param credentialId the credential's id; {@code null} if the event does not say
 * @param label its label; {@code null} if it had none, or the event does not say
 */
record Removal(String userId, @Nullable String credentialId, @Nullable String label) {

    /** {@code UserResource}: the only two of its paths that take credentials away. */
    private static final Pattern PATH = Pattern.compile("users/(.+)/(?:credentials/([^/]+)|disable-credential-types)");

    /** Of a user event {@code REMOVE_CREDENTIAL}; empty if it was another type of credential, or is this extension's own. */
    static Optional<Removal> of(Event event) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        boolean ours = EventDetails.APP_PASSWORD.equals(details.get(EventDetails.AUTH_METHOD));
        String userId = event.getUserId();
        return userId == null || ours ? Optional.empty() : of(userId, details, null);
    }

    /**
     * Of an admin event about a user; empty if it took no app password away. Keycloak 26.7 has details of the credential,
     * Keycloak 26.6 has its id in the path.
     */
    static Optional<Removal> of(AdminEvent event) {
        String path = event.getResourcePath();
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        return matcher.matches() ? of(matcher.group(1), details, matcher.group(2)) : Optional.empty();
    }

    Removal withLabel(@Nullable String known) {
        return new Removal(userId, credentialId, known);
    }

    private static Optional<Removal> of(String userId, Map<String, String> details, @Nullable String idInPath) {
        String type = details.get(Details.CREDENTIAL_TYPE);
        if (type != null && !type.equals(AppPasswordCredentialModel.TYPE)) {
            return Optional.empty();
        }
        String selected = details.getOrDefault(Details.SELECTED_CREDENTIAL_ID, details.get(Details.CREDENTIAL_ID));
        return Optional.of(new Removal(
                userId, selected == null ? idInPath : selected, details.get(Details.CREDENTIAL_USER_LABEL)));
    }
}
