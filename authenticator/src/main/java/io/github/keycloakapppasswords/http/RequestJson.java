package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as one JSON object with known fields; other fields are refused with a finished sentence.
 *
 * <p><b>Security.</b> Only the server makes secrets: a field for a secret is refused by its name. A body may carry a secret in
 * a wrong place, so no message repeats the value of an unknown field or broken JSON.
 */
public final class RequestJson {

    /** In characters: a label, a few dozen protocols and networks fit many times over. */
    static final int LONGEST = 8 * 1024;

    private static final int MOST_ENTRIES = 64;

    private static final Set<String> FOR_SECRETS =
            Set.of("secret", "password", "value", "secretdata", "credentialdata", "credentials", "hash", "salt");

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode json;

    private RequestJson(ObjectNode json) {
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @param body may be {@code null} or anything
     * @param fields the fields that there are, in the order in which to name them
     */
    public static RequestJson read(@Nullable String body, List<String> fields) throws InvalidRequestException {
        if (body != null && body.length() > LONGEST) {
            throw new InvalidRequestException(null, "The body is longer than " + LONGEST + " characters.");
        }
        ObjectNode object = object(body == null ? "" : body);
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw unknown(name, fields);
            }
        }
        return new RequestJson(object);
    }

    /** Whether the field is there, {@code null} or not. */
    public boolean has(String field) {
        return json.has(field);
    }

    /** A text that must be there. */
    public String text(String field) throws InvalidRequestException {
        return optionalText(field)
                .orElseThrow(() ->
                        new InvalidRequestException(field, field + " is missing: it must be text in quotation marks."));
    }

    /** A text; empty if it is absent or null. */
    public Optional<String> optionalText(String field) throws InvalidRequestException {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidRequestException(field, field + " must be text in quotation marks.");
        }
        return Optional.of(value.textValue());
    }

    /** A list of texts; empty if it is absent or null. */
    public List<String> texts(String field) throws InvalidRequestException {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_ENTRIES) {
            throw new InvalidRequestException(
                    field, field + " must be a list of at most " + MOST_ENTRIES + " texts in quotation marks.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new InvalidRequestException(field, field + " must hold nothing but texts in quotation marks.");
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    private static ObjectNode object(String body) throws InvalidRequestException {
        String problem = "The body must be one JSON object, and no field may occur twice";
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // not its message, which repeats what it met
            JsonLocation at = e.getLocation();
            problem += at == null ? "" : "; see line " + at.getLineNr() + ", column " + at.getColumnNr();
        }
        throw new InvalidRequestException(null, problem + ".");
    }

    private static InvalidRequestException unknown(String name, List<String> fields) {
        String there = "; the fields are " + String.join(", ", fields) + ".";
        return FOR_SECRETS.contains(name.toLowerCase(Locale.ROOT))
                ? new InvalidRequestException(
                        name,
                        Quoted.of(name)
                                + " cannot be sent: the server makes the secret, and shows the secret once in"
                                + " the answer"
                                + there)
                : new InvalidRequestException(name, "Unknown field " + Quoted.of(name) + there);
    }
}
