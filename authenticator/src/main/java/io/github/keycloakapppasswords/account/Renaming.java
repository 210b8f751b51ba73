package io.github.keycloakapppasswords.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.store.AppPasswordLabels;
import io.github.keycloakapppasswords.term.InvalidLabelException;
import io.github.keycloakapppasswords.term.Label;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** Gives one of the owner's app passwords another label. */
final class Renaming {

    private static final String LABEL = "label";

    record Request(String label) {

        Request {
            StrictJson.require(LABEL, label);
        }
    }

    private final KeycloakSession session;
    private final Owner owner;

    Renaming(KeycloakSession session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    /** @param body {@code {"label":"…"}}, or anything else */
    Response rename(String credentialId, byte @Nullable [] body) {
        Label label = label(body);
        String previous = previousLabel(credentialId);
        AppPasswordLabels labels = new AppPasswordLabels(session.getKeycloakSessionFactory());
        return switch (labels.rename(owner.realm().getId(), owner.user().getId(), credentialId, label)) {
            case NOT_FOUND -> throw JsonAnswers.noSuchAppPassword();
            case TAKEN ->
                throw JsonAnswers.problem(
                        Status.CONFLICT,
                        "label_taken",
                        LABEL,
                        "You have an app password of that name already, whatever its case: choose another.");
            case NOT_STORABLE -> throw JsonAnswers.labelNotStorable(LABEL);
            case RENAMED -> {
                new OwnerEvents(session, owner).renamed(credentialId, previous, label.value());
                yield JsonAnswers.ok(JsonNodeFactory.instance
                        .objectNode()
                        .put("id", credentialId)
                        .put(LABEL, label.value()));
            }
        };
    }

    /** Looked for among the owner's: not every database can be asked for any text, such as one with a null character. */
    private String previousLabel(String credentialId) {
        return owner.user()
                .credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .filter(stored -> credentialId.equals(stored.getId()))
                .map(stored -> Label.harmless(stored.getUserLabel()))
                .findFirst()
                .orElseThrow(JsonAnswers::noSuchAppPassword);
    }

    private static Label label(byte @Nullable [] body) {
        try {
            return Label.of(JsonAnswers.read(body, Request.class).label());
        } catch (InvalidLabelException e) {
            String error = "label_" + e.problem().name().toLowerCase(Locale.ROOT);
            throw JsonAnswers.problem(Status.BAD_REQUEST, error, LABEL, String.valueOf(e.getMessage()));
        }
    }
}
