package io.github.keycloakapppasswords.gate;

import com.microsoft.playwright.BrowserContext;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A form sent straight to its address, with the cookies of a browser but not by it. */
final class Form {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String target;
    private final List<String> fields = new ArrayList<>();

    private Form(String target) {
        this.target = target;
    }

    /** What came back; a redirect is not followed. */
    record Answer(int status, String body, String location) {}

    static Form to(String target) {
        return new Form(target);
    }

    Form with(String name, String value) {
        fields.add(Http.encode(name) + "=" + Http.encode(value));
        return this;
    }

    /** Adds fields that are encoded already, as a browser sent them. */
    Form withEncoded(String sent) {
        fields.add(sent);
        return this;
    }

    Answer send(BrowserContext browser) {
        try {
            return answer(HTTP.send(request(browser), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new StageException("No answer to the form: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while sending the form.", e);
        }
    }

    /** Sends the same form several times before any answer is there. */
    List<Answer> sendAtOnce(int times, BrowserContext browser) {
        return sendAtOnce(IntStream.range(0, times).mapToObj(i -> this).toList(), browser);
    }

    /** Sends these forms before any answer is there. */
    static List<Answer> sendAtOnce(List<Form> forms, BrowserContext browser) {
        List<CompletableFuture<Answer>> sent = forms.stream()
                .map(form -> HTTP.sendAsync(form.request(browser), BodyHandlers.ofString())
                        .thenApply(Form::answer))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private HttpRequest request(BrowserContext browser) {
        String cookies = browser.cookies(target).stream()
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
        return HttpRequest.newBuilder(URI.create(target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies)
                .POST(BodyPublishers.ofString(String.join("&", fields)))
                .build();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(""));
    }
}
