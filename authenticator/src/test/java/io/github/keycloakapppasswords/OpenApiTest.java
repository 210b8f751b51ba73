package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.rest.AdminResource;
import io.github.keycloakapppasswords.rest.AppPasswordsResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/openapi.yaml} has every path that the extension's resources have, and no other. That the document is valid
 * OpenAPI is not checked here: its paths and methods are read by their indentation.
 */
class OpenApiTest {

    private static final Pattern PATH = Pattern.compile("  (/\\S+):");
    private static final Pattern METHOD = Pattern.compile("    (get|put|post|delete|options|patch|head):");

    @Test
    void documentsEveryPathAndNoOther() throws IOException {
        SortedSet<String> there = new TreeSet<>();
        collect(AppPasswordsResource.class, "/realms/{realm}/app-passwords", there);
        collect(AdminResource.class, "/admin/realms/{realm}/app-passwords", there);

        assertThat(documented()).containsExactlyElementsOf(there);
    }

    @Test
    void refersToNothingThatIsNotThere() throws IOException {
        String document = document();

        assertThat(Pattern.compile("#/components/\\w+/(\\w+)").matcher(document).results())
                .isNotEmpty()
                .allMatch(reference -> Pattern.compile("^    " + reference.group(1) + ":", Pattern.MULTILINE)
                        .matcher(document)
                        .find());
    }

    private static SortedSet<String> documented() throws IOException {
        SortedSet<String> operations = new TreeSet<>();
        String path = "";
        for (String line : document().lines().toList()) {
            Matcher pathLine = PATH.matcher(line);
            Matcher methodLine = METHOD.matcher(line);
            if (pathLine.matches()) {
                path = pathLine.group(1);
            } else if (methodLine.matches()) {
                operations.add(methodLine.group(1).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }

    private static String document() throws IOException {
        return Files.readString(java.nio.file.Path.of("..", "docs", "openapi.yaml"));
    }

    private static void collect(Class<?> resource, String path, SortedSet<String> operations) {
        for (Method method : resource.getMethods()) {
            Path below = method.getAnnotation(Path.class);
            String whole = below == null ? path : path + "/" + below.value();
            Optional<String> verb = verb(method);
            if (verb.isPresent()) {
                operations.add(verb.get() + " " + whole);
            } else if (below != null) {
                collect(method.getReturnType(), whole, operations);
            }
        }
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }
}
