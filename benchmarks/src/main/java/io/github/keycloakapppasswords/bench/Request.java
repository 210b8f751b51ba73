package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.StageException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;

/**
 * What is sent over and over in one measurement.
 *
 * @param name as the report shows it
 * @param method of HTTP
 * @param uri where to; always this machine
 * @param headers of the request
 * @param body empty: none
 * @param numbers what each {@link #ANYBODY} in the body becomes
 * @param answer that every answer must be
 */
record Request(
        String name, String method, URI uri, Map<String, String> headers, String body, Numbers numbers, Answer answer) {

    static final String ANYBODY = "ANYBODY";

    private static final int LATER = 503;

    /** How the numbers from the first to the last one are drawn. */
    enum Draw {
        /** The body has none. */
        NONE,
        /** Each as likely as the others. */
        RANDOM,
        /** One after the other. */
        NEXT
    }

    /**
     * Which numbers, both ends included.
     *
     * @param share of the draws; the others are {@link Draw#RANDOM} from 1 up to {@code others}
     */
    record Numbers(Draw draw, int first, int last, double share, int others) {

        static final Numbers NONE = new Numbers(Draw.NONE, 0, 0, 1, 0);

        static Numbers randomUpTo(int last) {
            return new Numbers(Draw.RANDOM, 1, last, 1, last);
        }

        static Numbers next(int first, int last) {
            return new Numbers(Draw.NEXT, first, last, 1, last);
        }

        /** One after the other in this share of the requests, 0 to 1, and random ones up to another number in the rest. */
        static Numbers next(int first, int last, double share, int others) {
            return new Numbers(Draw.NEXT, first, last, share, others);
        }
    }

    /**
     * What is right.
     *
     * @param status of HTTP
     * @param header a header of the answer, as the load generator spells it; empty: none is looked at
     * @param value of that header
     * @param mayBeLater whether 503 is right too, and does not count as answered: more is asked than the database may be asked at once
     */
    record Answer(int status, String header, String value, boolean mayBeLater) {

        static final Answer OK = of(200);

        static Answer of(int status) {
            return new Answer(status, "", "", false);
        }

        Answer orLater() {
            return new Answer(status, header, value, true);
        }
    }

    static Request post(String name, URI uri, String contentType, String authorization, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", contentType));
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return new Request(name, "POST", uri, headers, body, Numbers.NONE, Answer.OK);
    }

    static Request get(String name, URI uri, Map<String, String> headers) {
        return new Request(name, "GET", uri, headers, "", Numbers.NONE, Answer.OK);
    }

    Request answered(Answer right) {
        return new Request(name, method, uri, headers, body, numbers, right);
    }

    Request drawing(Numbers others) {
        return new Request(name, method, uri, headers, body, others, answer);
    }

    /** For a client at another address than {@link Subjects#ADDRESS}. */
    Request from(String address) {
        return new Request(name, method, uri, headers, body.replace(Subjects.ADDRESS, address), numbers, answer);
    }

    /** Sends it once, for the first of its numbers, and fails unless the answer is right. */
    HttpAnswer once() {
        HttpAnswer got = send();
        if (got.status() != answer.status() && !(answer.mayBeLater() && got.status() == LATER)) {
            throw new StageException(name + " was answered with " + got.status() + ": " + got.body());
        }
        return got;
    }

    /** Sends it once, for the first of its numbers. */
    HttpAnswer send() {
        String first = body.replace(ANYBODY, Integer.toString(numbers.first()));
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(first));
        headers.forEach(builder::header);
        return new Http().send(builder.build());
    }
}
