package io.github.keycloakapppasswords.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.TokenCategory;
import org.keycloak.representations.JsonWebToken;

/**
 * The content of a "not me" link (RFC 7519): the owner, the app password, and the time until which the link is valid. Signed
 * with the realm's own symmetric key, like Keycloak's action tokens, and distinguished from all other tokens by its type.
 */
public final class NotMeToken extends JsonWebToken {

    static final String TYPE = "app-password-not-me";

    @JsonProperty("cid")
    private @Nullable String credentialId;

    /** For Jackson. */
    NotMeToken() {}

    NotMeToken(String realmId, String userId, String credentialId, Instant expiresAt) {
        this.credentialId = credentialId;
        type(TYPE);
        audience(realmId);
        subject(userId);
        exp(expiresAt.getEpochSecond());
    }

    @Nullable
    String credentialId() {
        return credentialId;
    }

    @Override
    public TokenCategory getCategory() {
        return TokenCategory.INTERNAL;
    }
}
