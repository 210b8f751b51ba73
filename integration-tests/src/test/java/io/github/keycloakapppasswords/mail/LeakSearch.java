package io.github.keycloakapppasswords.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for secrets, in every form, in whatever is left behind. */
final class LeakSearch {
    private final Map<String, List<Pattern>> secrets = new LinkedHashMap<>();

    /** Looks for this secret from now on. */
    LeakSearch forSecret(String name, String secret) {
        secrets.put(
                name,
                SecretForms.of(secret).stream()
                        .map(form -> Pattern.compile(Pattern.quote(form)))
                        .toList());
        return this;
    }

    /** Looks for this one-time code: six digits that are not a part of something longer, such as a number or an id. */
    LeakSearch forCode(String name, String code) {
        secrets.put(name, List.of(Pattern.compile("(?<![0-9A-Za-z.,_-])" + code + "(?![0-9A-Za-z_-])")));
        return this;
    }

    /** What was found in a text: the name of each secret, and where. */
    List<String> in(String place, String text) {
        return in(place, text.getBytes(UTF_8));
    }

    /** What was found in a folder and all below it, but for the files of one name. */
    List<String> below(Path folder, String exceptName) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals(exceptName)) {
                    found.addAll(in(folder.relativize(file).toString(), Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<String> in(String place, byte[] content) {
        String text = new String(content, ISO_8859_1);
        List<String> found = new ArrayList<>();
        secrets.forEach((name, forms) -> {
            if (forms.stream().anyMatch(form -> form.matcher(text).find())) {
                found.add(name + " in " + place);
            }
        });
        return found;
    }
}
