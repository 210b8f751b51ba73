package io.github.keycloakapppasswords.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloakapppasswords.cluster.Answer.Judgement;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Devices that log in through one gateway and the balancer, all the time; each answer is judged and counted. */
final class Load implements AutoCloseable {
    /** As most recipes of gateways wait. */
    private static final Duration GATEWAY_WAITS = Duration.ofSeconds(5);

    private static final long TICK_MILLIS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI validate;
    private final String authorization;
    private final HttpClient http;
    private final List<Device> devices = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> asking;
    private volatile Tally tally;

    /**
     * Begins without devices.
     *
     * @param trust whom to trust by HTTPS
     * @param validate the address of the dialect {@code validate} at the balancer
     */
    Load(SSLContext trust, URI validate, Gateway gateway, Tally first) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(GATEWAY_WAITS)
                .sslContext(trust)
                .build();
        this.validate = validate;
        this.authorization = Http.basic(gateway.clientId(), gateway.secret());
        this.tally = first;
        asking = ticks.scheduleWithFixedDelay(this::ask, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    Device add(Device device) {
        devices.add(device);
        return device;
    }

    void remove(Device device) {
        devices.remove(device);
    }

    /** The tally that counts now. */
    Tally tally() {
        return tally;
    }

    /** What comes from now on is counted there. */
    void count(Tally next) {
        tally = next;
    }

    /** A line for each wrong verdict so far. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void ask() {
        Instant now = Instant.now();
        devices.stream().filter(device -> device.asks(now)).forEach(this::ask);
    }

    private void ask(Device device) {
        HttpRequest request = HttpRequest.newBuilder(validate)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .timeout(GATEWAY_WAITS)
                .POST(BodyPublishers.ofString(body(device)))
                .build();
        Instant asked = Instant.now();
        CompletableFuture<Void> ignored = http.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> hear(device, asked, response))
                .exceptionally(failure -> {
                    wrong.add("The judge failed: " + failure);
                    return null;
                });
    }

    private @Nullable Void hear(Device device, Instant asked, @Nullable HttpResponse<Void> response) {
        Answer answer = new Answer(response == null ? Answer.NONE : response.statusCode(), asked, Instant.now());
        Tally current = tally;
        Judgement judgement = answer.judge(device.truth());
        current.count(device, answer, judgement);
        if (judgement == Judgement.WRONG_ACCEPT || judgement == Judgement.WRONG_REJECT) {
            wrong.add("%s, during %s: %s %s, asked %s, answered %s with %d, %s after its end was acknowledged"
                    .formatted(
                            judgement,
                            current.fault(),
                            device.kind(),
                            device.username(),
                            answer.asked(),
                            answer.answered(),
                            answer.status(),
                            device.truth().sinceEnd(asked)));
        }
        Duration outage = device.hear(answer);
        current.outage(device.kind(), outage);
        return null;
    }

    private static String body(Device device) {
        try {
            return JSON.writeValueAsString(Map.of(
                    "username",
                    device.username(),
                    "password",
                    device.secret(),
                    "protocol",
                    Asking.IMAP,
                    "client_ip",
                    "192.0.2.7"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        asking.cancel(true);
        ticks.shutdown();
    }
}
