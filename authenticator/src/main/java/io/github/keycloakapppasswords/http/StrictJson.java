package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.keycloakapppasswords.term.Quoted;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    private static final int MOST_ENTRIES = 64;
    private static final String TEXT = "text in quotation marks";

    private static final Set<String> FOR_SECRETS =
            Set.of("secret", "password", "value", "secretdata", "credentialdata", "credentials", "hash", "salt");

    private static final JsonMapper MAPPER = JsonMapper.builder()
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

    /** The fields of a record in JSON, in their order, with their types. */
    private static final ClassValue<Map<String, Type>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, Type> computeValue(Class<?> type) {
            Map<String, Type> fields = new LinkedHashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
                fields.put(other == null ? component.getName() : other.value(), component.getGenericType());
            }
            return fields;
        }
    };

    private StrictJson() {}

    /**
     * Reads the body of a request.
     *
     * @param body may be {@code null} or anything
     */
    public static <T extends Record> T read(byte @Nullable [] body, Class<T> type) {
        return read(object(body), type);
    }

    /** As {@link #read(byte[], Class)}, for a body of which the caller reads some fields itself. */
    public static ObjectNode object(byte @Nullable [] body) {
        if (body != null && body.length > LONGEST_BYTES) {
            throw new InvalidRequestException(null, "The body is longer than " + LONGEST_BYTES + " bytes.");
        }
        return object(Utf8.decode(body == null ? new byte[0] : body)
                .orElseThrow(() -> new InvalidRequestException(null, "The body is not text in UTF-8.")));
    }

    /** Reads one object and nothing else. */
    public static ObjectNode object(String json) {
        JsonLocation at = null;
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // not its message, which repeats what it met
            if (e.getOriginalMessage().startsWith("Duplicate ") && e.getProcessor() instanceof JsonParser parser) {
                String name = String.valueOf(parser.getParsingContext().getCurrentName());
                throw new InvalidRequestException(name, "The field " + Quoted.of(name) + " occurs twice.");
            }
            at = e.getLocation();
        }
        throw new InvalidRequestException(
                null,
                "The JSON must be one object and nothing else"
                        + (at == null ? "." : "; see line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
    }

    /** Reads an object whose fields are those of the record. */
    public static <T extends Record> T read(ObjectNode json, Class<T> type) {
        requireFields(json, type, "");
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

    /** Before any value is read, since a misspelt field is most likely the one that is missing. */
    private static void requireFields(ObjectNode json, Class<?> type, String before) {
        Map<String, Type> known = FIELDS.get(type);
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = field.getKey();
            Type fieldType = known.get(name);
            if (fieldType == null) {
                throw unknown(before, name, known.keySet());
            }
            requireShape(field.getValue(), fieldType, before + name, fieldType);
            if (before.isEmpty() && field.getValue().size() > MOST_ENTRIES) {
                throw new InvalidRequestException(name, name + " must have at most " + MOST_ENTRIES + " entries.");
            }
        }
    }

    /**
     * Refuses an object or a list where a text or a number belongs, also in a list and in an object of texts: Jackson would fill
     * a record that is a text in JSON by its fields, past the checks of its text.
     *
     * @param field the field of the record that has the value, or has it in its list
     * @param fieldType of that field
     */
    private static void requireShape(JsonNode value, Type type, String field, Type fieldType) {
        Class<?> raw = raw(type);
        if (isObject(raw)) {
            if (value instanceof ObjectNode within) {
                requireFields(within, raw, field + ".");
            }
        } else if (type instanceof ParameterizedType many
                && (Map.class.isAssignableFrom(raw) ? value.isObject() : value.isArray())) {
            Type[] types = many.getActualTypeArguments();
            for (JsonNode one : value) {
                requireShape(one, types[types.length - 1], field, fieldType);
            }
        } else if (value.isContainerNode()) {
            throw new InvalidRequestException(field, field + " must be " + expected(raw(fieldType)) + ".");
        }
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType many ? many.getRawType() : type);
    }

    private static InvalidRequestException unknown(String before, String field, Set<String> known) {
        String name = Quoted.of(field);
        String there = "; the fields are " + String.join(", ", known) + ".";
        return new InvalidRequestException(
                before + field,
                FOR_SECRETS.contains(field.toLowerCase(Locale.ROOT))
                        ? name + " cannot be sent: only the server makes secrets" + there
                        : "Unknown field " + name + there);
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
                .map(innermost -> FIELDS.get((Class<?>) innermost.getFrom()).get(innermost.getFieldName()))
                .map(type -> expected(raw(type)))
                .orElse(TEXT);
    }

    private static String expected(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list of texts in quotation marks";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object of texts in quotation marks";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> MAPPER.valueToTree(value).toString())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return isObject(type) ? "a JSON object" : TEXT;
    }

    /** Whether the record is an object in JSON, and not a text. */
    private static boolean isObject(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getMethods()).noneMatch(method -> method.isAnnotationPresent(JsonCreator.class));
    }
}
