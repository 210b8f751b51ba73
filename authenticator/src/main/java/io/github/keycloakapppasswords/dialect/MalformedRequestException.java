package io.github.keycloakapppasswords.dialect;

/** A request that does not follow the dialect; the message says what is wrong and repeats no value. */
final class MalformedRequestException extends Exception {

    private final int status;

    /** @param status 400, 413 or 415 */
    MalformedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
