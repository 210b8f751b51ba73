package io.github.keycloakapppasswords.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredentialReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of the gateways' pages write a header that has any secret as it is, run by a real shell. */
class GatewayPagesTest {

    private static final Pattern ASKS = Pattern.compile("(IFS= )?read -rsp '[^']*' secret");
    private static final Pattern WRITES = Pattern.compile(
            "printf '[^']*Basic %s[^']*'\\s+(\\\\\\s+)?\"\\$\\(printf '[^']*' \"\\$secret\" \\| base64 -w0\\)\"");
    private static final Pattern HEADER = Pattern.compile("X-Gateway-Authorization:? \"?(Basic [^\"]+)\"");

    private static final List<String> SECRETS = List.of(
            "plain",
            "a+b/c=:d e",
            "100%",
            "%41%zz",
            "back\\slash\\n",
            "$HOME `id` $(id) 'quoted' \"twice\"",
            " at both ends ",
            "pässwörd€\u0645",
            "long".repeat(50));

    @ParameterizedTest
    @CsvSource({"nginx-mail.md, nginx-mail", "nginx-auth-request.md, dav", "freeradius.md, freeradius"})
    void writeTheSecretAsItIs(String page, String clientId) throws Exception {
        String text = Files.readString(Path.of("..", "docs", "gateways", page));
        String script = only(ASKS, text).group() + "\n" + only(WRITES, text).group() + "\n";

        for (String secret : SECRETS) {
            String header = only(HEADER, run(script, secret + "\n")).group(1);
            GatewayCredential read = GatewayCredentialReader.read(
                    name -> name.equals("Authorization") ? List.of(header) : List.of(), List.of());

            assertThat(read).isInstanceOfSatisfying(ClientSecret.class, pair -> {
                assertThat(pair.clientId()).isEqualTo(clientId);
                assertThat(pair.secret()).isEqualTo(secret);
            });
        }
    }

    private static MatchResult only(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        assertThat(found).as(pattern.pattern()).hasSize(1);
        return found.get(0);
    }

    private static String run(String script, String input) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = bash.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return output;
    }
}
