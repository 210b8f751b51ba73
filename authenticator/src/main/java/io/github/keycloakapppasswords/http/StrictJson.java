package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects into records, and refuses everything that a record does not describe: other fields, a field that occurs
 * twice, other types, null in a list. A record checks its values in its constructor, and throws {@link
 * InvalidRequestException}; an absent field and a field that is {@code null} are {@code null} there.
 *
 * <p><b>Security.</b> Only the server makes secrets: a field for a secret is refused by its name. A body may hold a secret in a
 * wrong place, so no message repeats the value of an unknown field, of a wrong type or of broken JSON.
 */
public final class StrictJson {

    /** The settings of a gateway fit with all their lists full. */
    static final int LONGEST_BYTES = 64 * 1024;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, texts -> List.of(
                            CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)
                    .forEach(shape -> texts.setCoercion(shape, CoercionAction.Fail)))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private StrictJson() {}

    /**
     * Reads the body of a request.
     *
     * @param body may be {@code null} or anything
     */
    public static <T extends Record> T read(byte @Nullable [] body, Class<T> type) {
        String json = text(body);
        T texts = RecordShape.isOfTexts(type) ? readTexts(json, type) : null;
        return texts == null ? read(object(json), type) : texts;
    }

    /** As {@link #read(byte[], Class)}, for a body of which the caller reads some fields itself. */
    public static ObjectNode object(byte @Nullable [] body) {
        return object(text(body));
    }

    private static String text(byte @Nullable [] body) {
        if (body != null && body.length > LONGEST_BYTES) {
            throw new InvalidRequestException(null, "The body is longer than " + LONGEST_BYTES + " bytes.");
        }
        return Utf8.decode(body == null ? new byte[0] : body)
                .orElseThrow(() -> new InvalidRequestException(null, "The body is not text in UTF-8."));
    }

    /**
     * Reads a record of texts in one pass, without a tree: each validation has one. Jackson has the same rules here, but not the
     * same sentences.
     *
     * @return {@code null}: to be read by its tree, which says what is wrong
     */
    private static <T extends Record> @Nullable T readTexts(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Reads one object and nothing else. */
    public static ObjectNode object(String json) {
        if (json.startsWith(BYTE_ORDER_MARK)) {
            throw new InvalidRequestException(
                    null, "The JSON must be one object and nothing else: it begins with a byte order mark (U+FEFF).");
        }
        JsonLocation at = null;
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // not its message, which repeats what it met
            if (e.getOriginalMessage().startsWith("Duplicate ") && e.getProcessor() instanceof JsonParser parser) {
                String path = path(parser.getParsingContext());
                throw new InvalidRequestException(path, "The field " + Quoted.of(path) + " occurs twice.");
            }
            at = e.getLocation();
        }
        throw new InvalidRequestException(
                null,
                "The JSON must be one object and nothing else"
                        + (at == null ? "." : "; see line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
    }

    /** The names of the fields around a place in the text, and of the one at the place. */
    private static String path(@Nullable JsonStreamContext place) {
        Deque<String> names = new ArrayDeque<>();
        for (JsonStreamContext at = place; at != null; at = at.getParent()) {
            if (at.hasCurrentName()) {
                names.addFirst(at.getCurrentName());
            }
        }
        return String.join(".", names);
    }

    /** Reads an object whose fields are those of the record. */
    public static <T extends Record> T read(ObjectNode json, Class<T> type) {
        RecordShape.require(json, type);
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonMappingException e) {
            throw invalid(e);
        } catch (InvalidRequestException e) {
            throw e;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidRequestException(null, "The JSON does not have the fields that it must have.");
        }
    }

    /** The record as {@link #read(ObjectNode, Class)} reads it. */
    public static ObjectNode write(Record values) {
        return MAPPER.valueToTree(values);
    }

    /** For the constructor of a record: the field must be there. */
    public static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidRequestException(field, field + " is missing.");
        }
    }

    private static InvalidRequestException invalid(JsonMappingException e) {
        List<JsonMappingException.Reference> path =
                e.getPath().stream().filter(StrictJson::isOfRecord).toList();
        String field =
                path.stream().map(JsonMappingException.Reference::getFieldName).collect(Collectors.joining("."));
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidRequestException refused) {
                return field.isEmpty()
                        ? refused
                        : new InvalidRequestException(field + "." + refused.field(), field + "." + refused.sentence());
            }
            if (cause instanceof IllegalArgumentException) {
                return new InvalidRequestException(field, field + ": " + cause.getMessage());
            }
            if (cause instanceof RuntimeException fault) {
                throw fault;
            }
        }
        return new InvalidRequestException(field, field + " must be " + expected(path) + ".");
    }

    private static boolean isOfRecord(JsonMappingException.Reference reference) {
        return reference.getFrom() instanceof Class<?> type && type.isRecord();
    }

    private static String expected(List<JsonMappingException.Reference> path) {
        return path.stream()
                .reduce((outer, inner) -> inner)
                .map(innermost -> RecordShape.expected((Class<?>) innermost.getFrom(), innermost.getFieldName()))
                .orElse(RecordShape.TEXT);
    }
}
