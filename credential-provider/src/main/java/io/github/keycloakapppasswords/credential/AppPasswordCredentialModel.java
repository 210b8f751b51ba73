package io.github.keycloakapppasswords.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * An app password as Keycloak stores it: a credential of type {@value #TYPE} whose public and secret parts are JSON of
 * format version {@value #VERSION}.
 *
 * <p>{@code credentialData}: {@code version}, {@code protocols}, {@code networks}, {@code expiresAt} (ISO 8601 or
 * absent), {@code issuedBy}, {@code deviceAccount}. {@code secretData}: {@code algorithm}, {@code salt}, {@code hash}.
 * Another version, an unknown algorithm or a missing field is refused with an error naming it, never guessed.
 */
public final class AppPasswordCredentialModel extends CredentialModel {

    public static final String TYPE = "app-password";

    /** The one format version that this release writes and reads. */
    static final int VERSION = 1;

    private AppPasswordCredentialModel() {}

    public static AppPasswordCredentialModel of(AppPasswordCredential credential) {
        AppPasswordCredentialModel model = new AppPasswordCredentialModel();
        model.setId(credential.id());
        model.setType(TYPE);
        model.setUserLabel(credential.label());
        model.setCreatedDate(credential.createdAt().toEpochMilli());
        model.setCredentialData(write(credential.data()));
        model.setSecretData(write(credential.hash()));
        return model;
    }

    /** The stored model under this type's name, its JSON unread: consoles list even what cannot be read. */
    public static AppPasswordCredentialModel wrap(CredentialModel stored) {
        AppPasswordCredentialModel model = new AppPasswordCredentialModel();
        model.setId(stored.getId());
        model.setType(TYPE);
        model.setUserLabel(stored.getUserLabel());
        model.setCreatedDate(stored.getCreatedDate());
        model.setCredentialData(stored.getCredentialData());
        model.setSecretData(stored.getSecretData());
        model.setFederationLink(stored.getFederationLink());
        return model;
    }

    /**
     * Reads a stored credential.
     *
     * @throws UnreadableCredentialException naming the field and what is allowed; never with a stored value
     */
    public static AppPasswordCredential read(CredentialModel stored) {
        try {
            JsonNode data = object("credentialData", stored.getCredentialData());
            JsonNode secret = object("secretData", stored.getSecretData());
            requireVersion(data);
            Long createdDate = stored.getCreatedDate();
            return new AppPasswordCredential(
                    stored.getId(),
                    stored.getUserLabel() == null ? "" : stored.getUserLabel(),
                    Instant.ofEpochMilli(createdDate == null ? 0 : createdDate),
                    readData(data),
                    AppPasswordHash.restore(text(secret, "algorithm"), text(secret, "salt"), text(secret, "hash")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The parser's own message may quote what it read, which may be a secret: it is left out.
            String reason = e instanceof IOException ? "It is not JSON." : e.getMessage();
            throw new UnreadableCredentialException(
                    "The app password " + stored.getId() + " cannot be read. " + reason,
                    e instanceof IOException ? null : e);
        }
    }

    private static void requireVersion(JsonNode data) {
        if (data.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException(
                    "The app password has a format version that this release cannot read: it must be " + VERSION + ".");
        }
    }

    private static AppPasswordCredentialData readData(JsonNode data) {
        Set<Protocol> protocols = new TreeSet<>();
        for (String id : texts(data, "protocols")) {
            protocols.add(Protocol.of(id));
        }
        List<Network> networks =
                texts(data, "networks").stream().map(Network::parse).toList();
        JsonNode device = data.path("deviceAccount");
        if (!device.isBoolean()) {
            throw new IllegalArgumentException("Its field deviceAccount must be true or false.");
        }
        return new AppPasswordCredentialData(
                protocols, networks, expiry(data), text(data, "issuedBy"), device.booleanValue());
    }

    private static @Nullable Instant expiry(JsonNode data) {
        return data.hasNonNull("expiresAt") ? Instant.parse(text(data, "expiresAt")) : null;
    }

    private static JsonNode object(String field, @Nullable String json) throws IOException {
        JsonNode node = json == null ? null : JsonSerialization.mapper.readTree(json);
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("Its " + field + " must be a JSON object.");
        }
        return node;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("Its field " + field + " must be a text.");
        }
        return value.textValue();
    }

    private static List<String> texts(JsonNode node, String field) {
        JsonNode values = node.path(field);
        if (!values.isArray()) {
            throw new IllegalArgumentException("Its field " + field + " must be a list of texts.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("Its field " + field + " must be a list of texts.");
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    private static String write(AppPasswordCredentialData data) {
        ObjectNode json = JsonSerialization.mapper.createObjectNode();
        json.put("version", VERSION);
        ArrayNode protocols = json.putArray("protocols");
        data.protocols().forEach(protocol -> protocols.add(protocol.id()));
        ArrayNode networks = json.putArray("networks");
        data.networks().forEach(network -> networks.add(network.toString()));
        if (data.expiresAt() != null) {
            json.put("expiresAt", data.expiresAt().toString());
        }
        json.put("issuedBy", data.issuedBy());
        json.put("deviceAccount", data.deviceAccount());
        return json.toString();
    }

    private static String write(AppPasswordHash hash) {
        return JsonSerialization.mapper
                .createObjectNode()
                .put("algorithm", hash.algorithm())
                .put("salt", hash.salt())
                .put("hash", hash.digest())
                .toString();
    }
}
