package io.github.keycloakapppasswords.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The menu of Keycloak's account console, its {@code content.json}, with one entry more. */
final class ConsoleMenu {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConsoleMenu() {}

    /**
     * Adds the page. The console (26.6.4 and 26.7.4) looks for pages of extensions in the first group of its menu only, so
     * the entry goes there, after "Signing in"; without a group, to the end.
     *
     * @param stock the menu as Keycloak has it
     * @throws IOException if the menu is not a list in JSON
     */
    static byte[] withPage(byte[] stock) throws IOException {
        if (!(JSON.readTree(stock) instanceof ArrayNode menu)) {
            throw new IOException("The menu of the account console is not a list.");
        }
        ArrayNode group = StreamSupport.stream(menu.spliterator(), false)
                .map(entry -> entry.path("children"))
                .filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast)
                .findFirst()
                .orElse(menu);
        group.insert(placeIn(group), page());
        return JSON.writeValueAsBytes(menu);
    }

    private static int placeIn(ArrayNode group) {
        return IntStream.range(0, group.size())
                        .filter(i -> isSigningIn(group.path(i)))
                        .findFirst()
                        .orElse(group.size() - 1)
                + 1;
    }

    private static boolean isSigningIn(JsonNode entry) {
        return "signingIn".equals(entry.path("label").asText());
    }

    /** The path is literally this: the console of 26.7.4 shows a blank page for any other (keycloak#41433). */
    private static ObjectNode page() {
        return JSON.createObjectNode()
                .put("label", "appPasswords")
                .put("path", "content/:componentId")
                .put("modulePath", "app-passwords/page.js");
    }
}
