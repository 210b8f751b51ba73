package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object with strictly checked fields: a wrong field is refused with a finished sentence. */
final class StrictJson {

    private static final int MOST_ENTRIES = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode json;

    private StrictJson(ObjectNode json) {
        this.json = json;
    }

    /**
     * Reads one object and nothing else.
     *
     * @param what the name of the object, as the subject of a sentence
     */
    static StrictJson read(String text, String what) throws InvalidGatewayException {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return new StrictJson(object);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidGatewayException(what + " is not JSON: " + e.getOriginalMessage());
        }
        throw new InvalidGatewayException(what + " must be a JSON object like {\"protocols\":[\"imap\"]}.");
    }

    /** Removes a field of any type and returns its value; {@code null} if it is absent. */
    @Nullable
    JsonNode take(String field) {
        return json.remove(field);
    }

    /** Refuses all other fields: a misspelt restriction would not restrict. */
    void requireOnly(Set<String> fields) throws InvalidGatewayException {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw new InvalidGatewayException("Unknown setting " + Quoted.of(name) + ": a gateway has "
                        + String.join(", ", fields.stream().sorted().toList()) + ".");
            }
        }
    }

    /** A text; {@code null} if it is absent or null. */
    @Nullable
    String text(String field) throws InvalidGatewayException {
        JsonNode value = present(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidGatewayException(
                    field + " is " + Quoted.of(value.toString()) + ": it must be text in quotation marks, or null.");
        }
        return value.textValue();
    }

    /** A whole number from 1 to the highest; 0 if it is absent or null. */
    int number(String field, int highest) throws InvalidGatewayException {
        JsonNode value = present(field);
        if (value == null) {
            return 0;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > highest) {
            throw new InvalidGatewayException(field + " is " + Quoted.of(value.toString())
                    + ": it must be a whole number from 1 to " + highest + ", or null for no limit.");
        }
        return value.intValue();
    }

    /** A whole number from 0 to the highest; 0 if it is absent or null. */
    int numberOrZero(String field, int highest) throws InvalidGatewayException {
        JsonNode value = present(field);
        if (value == null) {
            return 0;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > highest) {
            throw new InvalidGatewayException(field + " is " + Quoted.of(value.toString())
                    + ": it must be a whole number from 0 to " + highest + ".");
        }
        return value.intValue();
    }

    /** A list of texts, each read by the parser; empty if it is absent or null. */
    <T> List<T> list(String field, Function<String, T> parser) throws InvalidGatewayException {
        JsonNode value = present(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_ENTRIES) {
            throw new InvalidGatewayException(field + " is " + Quoted.of(value.toString())
                    + ": it must be a list of at most " + MOST_ENTRIES + " texts.");
        }
        List<T> entries = new ArrayList<>();
        for (JsonNode element : value) {
            entries.add(entry(field, element, parser));
        }
        return List.copyOf(entries);
    }

    /** An object of texts, each read by the parser; empty if it is absent or null. */
    <T> Map<String, T> map(String field, Function<String, T> parser) throws InvalidGatewayException {
        JsonNode value = present(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject() || value.size() > MOST_ENTRIES) {
            throw new InvalidGatewayException(field + " is " + Quoted.of(value.toString())
                    + ": it must be an object of at most " + MOST_ENTRIES + " texts.");
        }
        Map<String, T> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> element : value.properties()) {
            entries.put(element.getKey(), entry(field, element.getValue(), parser));
        }
        return Collections.unmodifiableMap(entries);
    }

    /** The parser's result for the text; an error message names the field. */
    static <T> T parse(String field, String text, Function<String, T> parser) throws InvalidGatewayException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidGatewayException(field + ": " + e.getMessage());
        }
    }

    private static <T> T entry(String field, JsonNode element, Function<String, T> parser)
            throws InvalidGatewayException {
        if (!element.isTextual()) {
            throw new InvalidGatewayException(
                    field + " holds " + Quoted.of(element.toString()) + ": it must hold texts in quotation marks.");
        }
        return parse(field, element.textValue(), parser);
    }

    private @Nullable JsonNode present(String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value;
    }
}
