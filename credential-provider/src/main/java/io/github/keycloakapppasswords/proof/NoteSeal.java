package io.github.keycloakapppasswords.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Seals notes of Keycloak's sessions that the gate later reads as proof, and opens only those that it sealed itself.
 *
 * <p><b>Security.</b> A note of a session is not ours alone: a mapper of an identity provider writes user-session notes of any
 * name ({@code HardcodedUserSessionAttributeMapper}, {@code ClaimToUserSessionNoteMapper}, 26.7.4). So the text has a message
 * authentication code (HMAC, RFC 2104) over realm, user session, user, name of the note and text. The key is derived from the
 * realm's own symmetric key, which Keycloak keeps from every interface and which all nodes share. It is derived for this
 * purpose: nothing else that Keycloak signs with that key, such as a token with claims of a client's choice, is a seal. After a
 * rotation of the realm's keys a note can be opened for as long as the old key is not disabled or deleted; then the proof is
 * stale. The seal does not keep the text secret, and does not keep an older sealed text of the same session from being put
 * back: the texts carry the time, and what the gate trusts in a session only grows.
 */
final class NoteSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "keycloak-app-passwords: sealed note of a session, version 1";
    private static final String VERSION = "1";
    private static final String SEPARATOR = ".";
    private static final int PARTS = 4;

    /** The realm's symmetric keys. */
    interface Keys {

        /** The key to seal with. */
        Key active();

        /** The key of this id that is still good to verify with; empty if there is none. */
        Optional<SecretKey> find(String id);
    }

    /** A key and its id. */
    record Key(String id, SecretKey secret) {}

    private final Keys keys;
    private final String realmId;
    private final String sessionId;
    private final String userId;

    NoteSeal(Keys keys, String realmId, String sessionId, String userId) {
        this.keys = keys;
        this.realmId = realmId;
        this.sessionId = sessionId;
        this.userId = userId;
    }

    static NoteSeal of(KeycloakSession session, RealmModel realm, String sessionId, String userId) {
        return new NoteSeal(new RealmKeys(session, realm), realm.getId(), sessionId, userId);
    }

    /**
     * Seals a text.
     *
     * @param name of the note that will hold it
     * @return what goes into the note
     */
    String close(String name, String text) {
        Key key = keys.active();
        return String.join(SEPARATOR, VERSION, encode(bytes(key.id())), encode(code(key.secret(), name, text)), text);
    }

    /**
     * The text that was sealed for a note of this name, of this user, in this user session.
     *
     * @param note what the note holds; {@code null} if there is none
     * @return empty for {@code null} and for everything that was not sealed so
     */
    Optional<String> open(String name, @Nullable String note) {
        String[] parts = note == null ? new String[0] : note.split("\\.", PARTS);
        if (parts.length != PARTS || !VERSION.equals(parts[0])) {
            return Optional.empty();
        }
        try {
            byte[] claimed = decode(parts[2]);
            return keys.find(new String(decode(parts[1]), StandardCharsets.UTF_8))
                    .filter(key -> MessageDigest.isEqual(code(key, name, parts[3]), claimed))
                    .map(key -> parts[3]);
        } catch (IllegalArgumentException e) {
            // not Base64
            return Optional.empty();
        }
    }

    private byte[] code(SecretKey realmKey, String name, String text) {
        try {
            Mac derivation = Mac.getInstance(ALGORITHM);
            derivation.init(realmKey);
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(derivation.doFinal(bytes(PURPOSE)), ALGORITHM));
            for (String part : new String[] {realmId, sessionId, userId, name, text}) {
                byte[] bytes = bytes(part);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A note of a session could not be sealed with " + ALGORITHM + ".", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** The keys with which Keycloak signs what only itself is to read; it makes one in a realm that has none. */
    private record RealmKeys(KeycloakSession session, RealmModel realm) implements Keys {

        @Override
        public Key active() {
            KeyWrapper key = session.keys().getActiveKey(realm, KeyUse.SIG, Constants.INTERNAL_SIGNATURE_ALGORITHM);
            return new Key(key.getKid(), key.getSecretKey());
        }

        @Override
        public Optional<SecretKey> find(String id) {
            return Optional.ofNullable(
                            session.keys().getKey(realm, id, KeyUse.SIG, Constants.INTERNAL_SIGNATURE_ALGORITHM))
                    .map(KeyWrapper::getSecretKey);
        }
    }
}
