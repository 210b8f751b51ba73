package io.github.keycloakapppasswords.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * An answer over HTTP.
 *
 * @param what method and path of the request, for messages
 * @param status the status code
 * @param headers the header fields
 * @param body the body as text, empty if there is none
 */
public record HttpAnswer(String what, int status, HttpHeaders headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The body as JSON; a missing node if it is empty.
     *
     * @throws StageException if it is no JSON
     */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new StageException("No JSON in the answer to " + what + ": " + body, e);
        }
    }

    /** The first field of this name. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }
}
