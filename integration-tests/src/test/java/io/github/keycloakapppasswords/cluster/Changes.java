package io.github.keycloakapppasswords.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Admins and owners at work while devices log in: app passwords are made, revoked and expire, users are disabled and suspended. */
final class Changes implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(3);
    /** Longer than the bound, so that the state after each change is judged, too. */
    private static final Duration EACH_STATE = Bounds.CHANGE.plusSeconds(3);

    private static final Duration LIFE = Duration.ofSeconds(10);
    /** So many of those that are good no more are still asked about. */
    private static final int REMEMBERED = 12;

    private final Administration admin;
    private final Load load;
    private final Bounds bounds;
    private final FeedWatch feed;
    private final AtomicInteger number = new AtomicInteger();
    private final Deque<Device> ended = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    Changes(Administration admin, Load load, Bounds bounds, FeedWatch feed) {
        this.admin = admin;
        this.load = load;
        this.bounds = bounds;
        this.feed = feed;
    }

    /** Begins all kinds. */
    void begin() {
        repeat("revoked-1", this::revoke);
        repeat("revoked-2", this::revoke);
        repeat("expired", this::expire);
        Owner disabled = owner("disabled");
        repeat("disabled", () -> disable(disabled));
        Owner suspended = owner("suspended");
        repeat("suspended", () -> suspend(suspended));
    }

    private record Owner(Person person, Device device) {}

    private Owner owner(String kind) {
        Person person = user(kind);
        AppPasswordOnPaper phone = admin.insist("an app password", realm -> issue(realm, person));
        Kind of = kind.equals("disabled") ? Kind.DISABLED : Kind.SUSPENDED;
        return new Owner(
                person, load.add(new Device(of, person.username(), phone.secret(), Truth.of(bounds, true), OFTEN)));
    }

    private void repeat(String name, Runnable life) {
        Thread thread = new Thread(
                () -> {
                    while (!closed) {
                        try {
                            life.run();
                        } catch (StageException failed) {
                            // A change that no node takes for so long is left open, and the next one begins.
                            if (Pause.isInterrupted(failed)) {
                                return;
                            }
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private Person user(String kind) {
        return admin.insist(
                "a user",
                realm -> realm.user(
                        NewUser.named(kind + "-" + number.incrementAndGet()).withOtp()));
    }

    private static AppPasswordOnPaper issue(Realm realm, Person person) {
        return realm.appPassword(person, "phone " + Instant.now().toEpochMilli(), Asking.IMAP);
    }

    private void revoke() {
        Person person = user("revoked");
        Truth truth = Truth.of(bounds, false);
        Truth.Change made = truth.begin(true, Instant.now());
        AppPasswordOnPaper phone = admin.insist("an app password", realm -> issue(realm, person));
        made.done(Instant.now());
        Device device = load.add(new Device(Kind.REVOKED, person.username(), phone.secret(), truth, OFTEN));
        awaitKnown(device);

        Truth.Change change = truth.begin(false, Instant.now());
        admin.delete("/users/" + person.id() + "/credentials/" + phone.id());
        acknowledge(change);
        feed.expect(person.username());
        Pause.of(EACH_STATE);
        remember(device);
    }

    private void expire() {
        Person person = user("expired");
        Instant end = Instant.now().plus(LIFE);
        Truth truth = Truth.until(bounds, end);
        Truth.Change made = truth.begin(true, Instant.now());
        AppPasswordOnPaper phone = admin.insist(
                "an app password", realm -> realm.appPassword(person, "phone", List.of(), end.toString(), Asking.IMAP));
        made.done(Instant.now());
        Device device = load.add(new Device(Kind.EXPIRED, person.username(), phone.secret(), truth, OFTEN));
        Pause.of(LIFE.plus(Bounds.CHANGE));
        remember(device);
    }

    private void disable(Owner owner) {
        for (boolean enabled : new boolean[] {false, true}) {
            Truth.Change change = owner.device().truth().begin(enabled, Instant.now());
            admin.insist("enabled: " + enabled, realm -> realm.admin()
                    .put(realm.path("/users/" + owner.person().id()), Map.of("enabled", enabled)));
            acknowledge(change);
            Pause.of(EACH_STATE);
        }
    }

    private void suspend(Owner owner) {
        Truth.Change gone = owner.device().truth().begin(false, Instant.now());
        for (String otp : admin.insist("second factors", realm -> secondFactors(realm, owner.person()))) {
            admin.delete("/users/" + owner.person().id() + "/credentials/" + otp);
        }
        acknowledge(gone);
        Pause.of(EACH_STATE);

        Truth.Change enrolled = owner.device().truth().begin(true, Instant.now());
        admin.insist("a second factor", realm -> {
            if (secondFactors(realm, owner.person()).isEmpty()) {
                realm.admin().put(realm.path("/users/" + owner.person().id()), Map.of("credentials", List.of(OTP)));
            }
            return true;
        });
        acknowledge(enrolled);
        Pause.of(EACH_STATE);
    }

    private static final Map<String, Object> OTP = Map.of(
            "type",
            "otp",
            "userLabel",
            "New phone",
            "secretData",
            "{\"value\":\"abcdefghijklmnopqrst\"}",
            "credentialData",
            "{\"subType\":\"totp\",\"period\":30,\"digits\":6,\"algorithm\":\"HmacSHA1\"}");

    private static List<String> secondFactors(Realm realm, Person person) {
        List<String> ids = new ArrayList<>();
        for (JsonNode credential : realm.credentials(person)) {
            if (credential.path("type").asText().equals("otp")) {
                ids.add(credential.path("id").asText());
            }
        }
        return ids;
    }

    private void acknowledge(Truth.Change change) {
        change.done(Instant.now());
        load.tally().changed();
    }

    /** One that no node knows yet would be refused by all for that alone. */
    private static void awaitKnown(Device device) {
        Waiting.until(Duration.ofMinutes(5), device.username() + " gets in", () -> !device.acceptedAt()
                .equals(Instant.MIN));
        Pause.of(Duration.ofSeconds(1));
    }

    /** What has ended stays ended, also when a node comes back or a cut heals. */
    private void remember(Device device) {
        device.every(SELDOM);
        synchronized (ended) {
            ended.add(device);
            if (ended.size() > REMEMBERED) {
                load.remove(ended.remove());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
