package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that claim to have been sent to somebody else's host. */
final class ForgedHost {

    private ForgedHost() {}

    /** Makes an app password by the fixture. */
    static void issue(Realm realm, Person person, String label) {
        String body = "{\"userId\":\"" + person.id() + "\",\"label\":\"" + label
                + "\",\"protocols\":[\"imap\"],\"networks\":[],\"maximum\":10}";
        assertThat(send(realm, "POST /realms/" + realm.name() + "/app-passwords-fixture/issue", body))
                .contains("\"secret\"");
    }

    /** The whole answer to a request without or with a JSON body. */
    static String send(Realm realm, String methodAndPath, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = methodAndPath + " HTTP/1.0\r\nHost: attacker.example\r\nX-Forwarded-Host: attacker.example\r\n"
                + "X-Forwarded-Proto: https\r\nForwarded: host=attacker.example;proto=https\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                + "\r\n";
        try (Socket socket = new Socket("localhost", realm.keycloak().port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StageException("No answer to " + methodAndPath + ": " + e, e);
        }
    }
}
