package io.github.keycloakapppasswords.bench;

import java.net.URI;

/**
 * What is sent over and over in one measurement.
 *
 * @param name as the report shows it
 * @param uri where to; always this machine
 * @param contentType of the body
 * @param authorization the {@code Authorization} header, or empty for none
 * @param body always a POST; each {@link #ANYBODY} in it becomes a number from 1 to {@code users}, another one each time
 * @param users 0 if it is always the same body
 * @param status that every answer must have
 */
record Request(String name, URI uri, String contentType, String authorization, String body, int users, int status) {

    static final String ANYBODY = "ANYBODY";

    boolean isSuccess() {
        return status >= 200 && status <= 399;
    }
}
