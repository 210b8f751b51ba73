package io.github.keycloakapppasswords.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.balancer.Balancer;
import io.github.keycloakapppasswords.balancer.Haproxy;
import io.github.keycloakapppasswords.balancer.NginxBalancer;
import io.github.keycloakapppasswords.cluster.Answer.Judgement;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Cluster;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Trust;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A node that is stopped in good order, with the option of {@code docs/balancers.md}, cuts no request at either balancer. */
@TestInstance(Lifecycle.PER_CLASS)
class ShutdownIT {
    private static final int DEVICES = 6;
    private static final int MANY = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cluster cluster = Cluster.start(2, options -> options);
    private final Realm realm = Realm.create(cluster.nodes().get(0));

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void cutsNoRequest() {
        realm.setUp();
        Gateway dovecot = realm.gateway("dovecot", Asking.IMAP);
        Person alice = realm.user(NewUser.named("alice"));
        AppPasswordOnPaper phone = realm.appPassword(alice, "phone", Asking.IMAP);
        try (Balancer haproxy = new Haproxy(cluster.authority(), realm.name(), cluster.addresses());
                Balancer nginx = new NginxBalancer(cluster.authority(), cluster.addresses())) {
            Tally warmUp = new Tally("warm-up");
            Tally byHaproxy = new Tally("HAProxy");
            Tally byNginx = new Tally("nginx");
            try (Load one = load(haproxy, dovecot, warmUp);
                    Load other = load(nginx, dovecot, warmUp)) {
                addDevices(one, phone);
                addDevices(other, phone);
                awaitRight(warmUp, MANY);
                one.count(byHaproxy);
                other.count(byNginx);
                awaitRight(byHaproxy, MANY);
                awaitRight(byNginx, MANY);
                cluster.nodes().get(1).stop();
                awaitRight(byHaproxy, MANY);
                awaitRight(byNginx, MANY);
            }
            assertThat(byHaproxy.count(Judgement.UNAVAILABLE))
                    .as(byHaproxy.detail())
                    .isZero();
            assertThat(byNginx.count(Judgement.UNAVAILABLE))
                    .as(byNginx.detail())
                    .isZero();
        }
    }

    private Load load(Balancer balancer, Gateway gateway, Tally tally) {
        return new Load(
                Trust.in(cluster.authority().certificate()),
                URI.create(
                        "https://localhost:" + balancer.port() + "/realms/" + realm.name() + "/app-passwords/validate"),
                gateway,
                tally);
    }

    private static void addDevices(Load load, AppPasswordOnPaper phone) {
        Bounds bounds = new Bounds(Duration.ofMinutes(5));
        for (int i = 0; i < DEVICES; i++) {
            load.add(new Device(Kind.WARM, "alice", phone.secret(), Truth.of(bounds, true), Duration.ofMillis(60)));
        }
    }

    private static void awaitRight(Tally tally, int more) {
        int before = tally.count(Judgement.RIGHT);
        Waiting.until(PATIENCE, "questions go on", () -> tally.count(Judgement.RIGHT) > before + more);
    }
}
