package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each protocol that the extension knows has a name on every page. */
class KnownProtocolsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Set<String> known =
            Protocol.KNOWN.stream().map(Protocol::id).collect(Collectors.toCollection(TreeSet::new));

    private static Set<String> found(String file, String begin, String pattern) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        int from = text.indexOf(begin);
        assertThat(from).as(begin).isNotNegative();
        return Pattern.compile(pattern)
                .matcher(text.substring(from).split("\n\n", 2)[0])
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasAMessage() throws IOException {
        String messages = Files.readString(
                ROOT.resolve("themes/src/main/resources/theme-resources/messages/messages_en.properties"));

        assertThat(known).allSatisfy(id -> assertThat(messages).contains("\nappPasswordProtocol." + id + "="));
    }

    @Test
    void hasAShortNameInTheAccountConsole() throws IOException {
        assertThat(found("account-ui/src/app-passwords/words.ts", "const NAMES", "(?m)^ +(\\w+): \""))
                .isEqualTo(known);
    }

    @Test
    void isInAGroupInTheAccountConsole() throws IOException {
        assertThat(found("account-ui/src/app-passwords/words.ts", "const KINDS", "\"(\\w+)\"[,\\]](?! \\[)"))
                .isEqualTo(known);
    }
}
