package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every daemon does under load and while Keycloak cannot answer. Where a daemon serves several protocols, one of them has these tests;
 * the others have those of {@link LoginContract}, since the daemon asks in the same way for each.
 */
abstract class GatewayContract extends LoginContract {
    /** What a whole {@code bin/verify} leaves out with the daemons of the other Debian; {@code bin/verify gateways} does not. */
    private static final String ONE_DEBIAN = "one-debian";

    private static final Duration OWN_DELAY = Duration.ofSeconds(3);
    private static final Duration PATIENCE_OF_CLIENTS = Duration.ofSeconds(15);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Map<String, Resident> newcomers = new HashMap<>();

    @BeforeAll
    final void expectNewcomers() {
        for (String outageName : List.of("hanging", "database", "stopped", "recovered")) {
            newcomers.put(outageName, resident("new-" + outageName));
        }
    }

    @Test
    @Tag(ONE_DEBIAN)
    final void hundredInARow() {
        for (int i = 0; i < loginsInARow(); i++) {
            Resident one = crowd().get(i % crowd().size());
            isIn(login(one.name(), one.secret()), one.name());
        }
    }

    @Test
    @Tag(ONE_DEBIAN)
    @Order(Order.DEFAULT + 1)
    final void staleFlood() {
        Resident stale = resident("stale");
        realm().revoke(stale.person(), stale.appPassword().id());
        Duration alone = timed(anna());
        List<Callable<Login>> logins = new ArrayList<>();
        for (int i = 0; i < staleLogins(); i++) {
            logins.add(() -> gateway().stale("stale", stale.secret()));
        }
        Flood flood = Flood.of(floodWidth(), logins);
        List<Duration> during = new ArrayList<>();
        while (flood.lasts()) {
            during.add(timed(anna()));
        }

        assertThat(flood.results()).extracting(Login::answer).containsOnly(Answer.WRONG);
        assertThat(during).isNotEmpty().allMatch(time -> time.compareTo(PATIENCE_OF_CLIENTS) < 0);
        Duration median = during.stream().sorted().toList().get(during.size() / 2);
        assertThat(median).isLessThan(alone.plus(OWN_DELAY));
    }

    @Test
    @Order(Order.DEFAULT + 2)
    final void hanging() {
        outage().whileHanging(() -> isLaterForEverybody(newcomer("hanging")));
    }

    @Test
    @Order(Order.DEFAULT + 3)
    final void databaseGone() {
        Resident newcomer = newcomer("database");
        realm().admin().post(realm().path("/clear-user-cache"), Map.of());
        outage().whileWithoutDatabase(() -> isLater(login(newcomer.name(), newcomer.secret())));
        isInAgain(newcomer);
    }

    @Test
    @Order(Order.DEFAULT + 4)
    final void stopped() {
        isIn(login("bob", bob().secret()), "bob");
        outage().stop();
        isLaterForEverybody(newcomer("stopped"));
        whileStopped(bob());
    }

    /** Without a restart of the gateway(). */
    @Test
    @Order(Order.DEFAULT + 5)
    final void recovered() {
        outage().recover();
        isInAgain(newcomer("recovered"));
        isWrong(login("anna", bob().secret()));
    }

    private Resident newcomer(String outageName) {
        return Objects.requireNonNull(newcomers.get(outageName));
    }

    private Duration timed(Resident one) {
        long from = System.nanoTime();
        isIn(login(one.name(), one.secret()), one.name());
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Keycloak cannot be asked: nobody is told that her password is wrong, not even when it is. */
    private void isLaterForEverybody(Resident newcomer) {
        long from = System.nanoTime();
        together(List.of(
                        () -> login(newcomer.name(), newcomer.secret()),
                        () -> login(newcomer.name(), bob().secret()),
                        () -> login("anna", bob().secret())))
                .forEach(this::isLater);
        if (tellsTemporaryFailure()) {
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(PATIENCE_OF_CLIENTS);
        }
    }

    private void isInAgain(Resident one) {
        Waiting.until(RECOVERY, one.name() + " gets in again", () -> {
            Login login = login(one.name(), one.secret());
            if (tellsTemporaryFailure()) {
                assertThat(login.answer()).as(login.words()).isNotEqualTo(Answer.WRONG);
            }
            return login.answer() == Answer.IN;
        });
    }
}
