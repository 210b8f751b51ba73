package io.github.keycloakapppasswords.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordUse;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes app passwords as JSON. Labels are harmless, times ISO 8601 in UTC; unknown values are {@code null}. */
public final class InventoryJson {

    private InventoryJson() {}

    /**
     * The live app passwords of the user.
     *
     * @param withIssuer whether to show who issued each: for admins
     */
    public static ArrayNode live(List<AppPasswordEntry> live, boolean withIssuer) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (AppPasswordEntry stocked : live) {
            ObjectNode json = list.addObject()
                    .put("id", stocked.id())
                    .put("label", Label.harmless(stocked.label()))
                    .put("state", stocked.state().id())
                    .put("createdAt", stocked.createdAt().toString());
            putData(json, stocked.readable(), withIssuer);
            json.set(
                    "lastUse",
                    use(stocked.history() == null ? null : stocked.history().lastUse()));
        }
        return list;
    }

    /** The allowed uses of one app password, as in the list. */
    public static void putData(ObjectNode json, AppPasswordCredentialData data, boolean withIssuer) {
        putProtocols(json, data.protocols());
        ArrayNode networks = json.putArray("networks");
        data.networks().forEach(network -> networks.add(network.toString()));
        put(json, "expiresAt", data.expiresAt());
        json.put("deviceAccount", data.deviceAccount());
        if (withIssuer) {
            json.put("issuedBy", data.issuedBy());
        }
    }

    /** App passwords that have ended. */
    public static ArrayNode ended(List<AppPasswordHistory> ended) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (AppPasswordHistory row : ended) {
            ObjectNode json = list.addObject()
                    .put("id", row.id())
                    .put("label", Label.harmless(row.label()))
                    .put("createdAt", row.createdAt().toString());
            putProtocols(json, row.protocols());
            put(json, "expiresAt", row.expiresAt());
            json.put("deviceAccount", row.deviceAccount());
            json.set("lastUse", use(row.lastUse()));
            json.set("end", end(row));
            json.set("lastTried", use(row.lastTried()));
        }
        return list;
    }

    private static void putData(ObjectNode json, @Nullable AppPasswordCredential readable, boolean withIssuer) {
        if (readable != null) {
            putData(json, readable.data(), withIssuer);
            return;
        }
        for (String unknown : List.of("protocols", "networks", "expiresAt", "deviceAccount")) {
            json.putNull(unknown);
        }
        if (withIssuer) {
            json.putNull("issuedBy");
        }
    }

    private static void putProtocols(ObjectNode json, Collection<Protocol> protocols) {
        ArrayNode ids = json.putArray("protocols");
        protocols.forEach(protocol -> ids.add(protocol.id()));
    }

    private static @Nullable ObjectNode end(AppPasswordHistory row) {
        return row.end() == null
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("at", row.end().at().toString())
                        .put("cause", row.end().cause().id());
    }

    private static @Nullable ObjectNode use(@Nullable AppPasswordUse use) {
        return use == null
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("at", use.at().toString())
                        .put("protocol", use.protocol().id())
                        .put("address", use.address())
                        .put("gateway", use.gateway());
    }

    private static void put(ObjectNode json, String field, @Nullable Instant at) {
        json.put(field, at == null ? null : at.toString());
    }
}
