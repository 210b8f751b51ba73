package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Quoted;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shape of a record in JSON: its fields with their types, for {@link StrictJson}. */
final class RecordShape {

    static final String TEXT = "text in quotation marks";

    private static final int MOST_ENTRIES = 64;

    private static final Set<String> FOR_SECRETS =
            Set.of("secret", "password", "value", "secretdata", "credentialdata", "credentials", "hash", "salt");

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

    private static final ClassValue<Boolean> TEXTS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return FIELDS.get(type).values().stream().allMatch(String.class::equals);
        }
    };

    private RecordShape() {}

    /** Whether the record has texts only. */
    static boolean isOfTexts(Class<?> type) {
        return TEXTS.get(type);
    }

    /** The value that a field of the record must have, to go on after "must be". */
    static String expected(Class<?> type, String field) {
        Type fieldType = FIELDS.get(type).get(field);
        return fieldType == null ? TEXT : expected(raw(fieldType));
    }

    /**
     * Refuses an object that has other fields than the record, or a value of another shape than its field. Before any value is
     * read, since a misspelt field is most likely the one that is missing.
     */
    static void require(ObjectNode json, Class<?> type) {
        requireFields(json, type, "");
    }

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
     * a record that is a text in JSON by its fields, past the checks of its text. Refuses a text that is one of the expected ones
     * but for white space, which Jackson would remove.
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
        } else if (value.isContainerNode()
                || (raw.isEnum() && value.isTextual() && !constants(raw).anyMatch(value::equals))) {
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
            return constants(type).map(JsonNode::toString).collect(Collectors.joining(", ", "one of ", ""));
        }
        return isObject(type) ? "a JSON object" : TEXT;
    }

    /** The values of an enum in JSON. */
    private static Stream<JsonNode> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(StrictJson.MAPPER::<JsonNode>valueToTree);
    }

    /** Whether the record is an object in JSON, and not a text. */
    private static boolean isObject(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getMethods()).noneMatch(method -> method.isAnnotationPresent(JsonCreator.class));
    }
}
