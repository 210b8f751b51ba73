package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.TwoNodes;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Two nodes of one cluster: what one does counts at the other. Each test has a user of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class ClusterIT {

    /** What a message from node to node may take on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long Infinispan waits for a node that does not answer. */
    private static final Duration INFINISPAN_GIVES_UP = Duration.ofSeconds(15);

    private static final Pattern NOT_ME = Pattern.compile("http://\\S+/app-passwords/not-me\\?key=(\\S+)");

    private final TwoNodes nodes = TwoNodes.together();
    private final Mailbox mailbox = new Mailbox();
    private final LifeRealm first = new LifeRealm(nodes.first(), Map.of("smtpServer", mailbox.smtpServer()));
    private final LifeRealm second = first.at(nodes.second());

    @AfterAll
    void end() {
        nodes.close();
        mailbox.close();
    }

    private Person user(String name) {
        return first.realm().user(NewUser.named(name).withOtp());
    }

    private static void await(int status, LifeRealm node, Person person, AppPasswordOnPaper password) {
        Waiting.until(PATIENCE, person.username() + " hears " + status, () -> node.status(person, password) == status);
    }

    private void awaitAtBoth(int status, Person person, AppPasswordOnPaper password) {
        await(status, first, person, password);
        await(status, second, person, password);
    }

    @Test
    void whatOneNodeMakesAndRevokesTheOtherKnows() {
        Person alice = user("alice");
        AppPasswordOnPaper phone = first.appPassword(alice, "phone");
        awaitAtBoth(200, alice, phone);

        AppPasswordOnPaper tablet = second.appPassword(alice, "tablet");
        awaitAtBoth(200, alice, tablet);

        second.realm().revoke(alice, phone.id());
        awaitAtBoth(401, alice, phone);
        assertThat(first.status(alice, tablet)).isEqualTo(200);
    }

    @Test
    void whomOneNodeDisablesTheOtherRefuses() {
        Person bob = user("bob");
        AppPasswordOnPaper phone = first.appPassword(bob, "phone");
        awaitAtBoth(200, bob, phone);

        enable(second, bob, false);
        awaitAtBoth(401, bob, phone);
        enable(first, bob, true);
        awaitAtBoth(200, bob, phone);
    }

    private static void enable(LifeRealm node, Person person, boolean enabled) {
        node.realm().admin().put(node.realm().path("/users/" + person.id()), Map.of("enabled", enabled));
    }

    @Test
    void whatOneNodeForbidsAGatewayTheOtherForbids() {
        Person carol = user("carol");
        AppPasswordOnPaper phone = first.realm().appPassword(carol, "phone", "imap", "smtp");
        Gateway postfix = first.realm().gateway("postfix", "imap", "smtp");
        Asking asking = Asking.as(second.realm(), postfix);
        Waiting.until(PATIENCE, "postfix may ask for imap", () -> asking.status("carol", phone.secret()) == 200);

        first.realm().gateway("postfix", "smtp");

        Waiting.until(PATIENCE, "postfix may not ask for imap", () -> asking.status("carol", phone.secret()) == 503);
    }

    @Test
    void aLabelIsUniqueAndTheMaximumHoldsAcrossNodes() {
        Person dave = user("dave");

        List<HttpAnswer> sameLabel =
                atBoth(10, (node, i) -> node.fixture().issue(dave, i % 2 == 0 ? "Phone" : "PHONE", 1000));
        List<HttpAnswer> others = atBoth(10, (node, i) -> node.fixture().issue(dave, "Device " + i, 4));

        assertThat(sameLabel).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(others).filteredOn(answer -> answer.status() == 200).hasSize(3);
        assertThat(first.realm().credentialTypes(dave))
                .filteredOn("app-password"::equals)
                .hasSize(4);
    }

    private interface Call {
        HttpAnswer make(LifeRealm node, int number);
    }

    /** So many calls at once, each second one at the other node. */
    private List<HttpAnswer> atBoth(int calls, Call call) {
        List<CompletableFuture<HttpAnswer>> running = IntStream.range(0, calls)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.make(i % 2 == 0 ? first : second, i)))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void theFeedIsOneFeedAndItsCursorCountsAtBoth() {
        Person erin = user("erin");
        AppPasswordOnPaper phone = first.appPassword(erin, "phone");
        AppPasswordOnPaper tablet = first.appPassword(erin, "tablet");
        Follower atFirst = first.follower();
        String before = atFirst.cursor();

        second.realm().revoke(erin, phone.id());
        JsonNode told = atFirst.await("revoked", "erin");
        Follower atSecond = second.follower(before);
        assertThat(atSecond.await("revoked", "erin")).isEqualTo(told);

        Follower goneOn = second.follower(atFirst.cursor());
        first.realm().revoke(erin, tablet.id());
        goneOn.await("revoked", "erin");
    }

    @Test
    void aJobIsDoneOnceThoughBothNodesBeginIt() {
        Person frank = user("frank");
        List<AppPasswordOnPaper> due = IntStream.range(0, 20)
                .mapToObj(i -> first.realm()
                        .appPassword(
                                frank,
                                "device " + i,
                                List.of(),
                                Instant.now().minusSeconds(1).toString(),
                                "imap"))
                .toList();

        Waiting.until(Duration.ofSeconds(30), "all have ended", () -> {
            Stream.of(first, second)
                    .map(node -> CompletableFuture.runAsync(node.fixture()::startJobs))
                    .toList()
                    .forEach(CompletableFuture::join);
            return !first.realm().credentialTypes(frank).contains("app-password");
        });

        List<String> told = StreamSupport.stream(
                        first.realm().events("REMOVE_CREDENTIAL").spliterator(), false)
                .filter(event -> event.path("userId").asText().equals(frank.id()))
                .map(event -> event.path("details").path("credential_id").asText())
                .toList();
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        due.stream().map(AppPasswordOnPaper::id).toList());
    }

    @Test
    void theLastUseIsThatOfWhicheverNodeWasAskedLast() {
        Person gina = user("gina");
        AppPasswordOnPaper phone = first.appPassword(gina, "phone");
        await(200, second, gina, phone);

        for (LifeRealm node : List.of(first, second, first)) {
            String address = "192.0.2." + (100 + (node == first ? 1 : 2));
            assertThat(node.statusFrom(address, gina, phone)).isEqualTo(200);
            second.fixture().awaitHistory(gina, phone.id(), "its use from " + address + " is written", row -> row.path(
                            "usedAddress")
                    .asText()
                    .equals(address));
        }
    }

    @Test
    void aRefusalIsOneEventAtWhicheverNode() {
        Person heidi = user("heidi");
        AppPasswordOnPaper phone = first.appPassword(heidi, "phone");
        first.realm().revoke(heidi, phone.id());
        awaitAtBoth(401, heidi, phone);
        Supplier<Long> refusals =
                () -> StreamSupport.stream(first.realm().events("LOGIN_ERROR").spliterator(), false)
                        .filter(event -> event.path("userId").asText().equals(heidi.id()))
                        .count();
        Waiting.until(PATIENCE, "the refusal is told", () -> refusals.get() > 0);

        // what is told after it by the other node is told after what that has left untold
        Person ivan = user("ivan");
        AppPasswordOnPaper another = second.appPassword(ivan, "phone");
        second.realm().revoke(ivan, another.id());
        await(401, second, ivan, another);
        Waiting.until(
                PATIENCE,
                "another refusal is told",
                () -> first.realm().events("LOGIN_ERROR").toString().contains(ivan.id()));

        assertThat(refusals.get()).isEqualTo(1);
    }

    @Test
    void aLinkIsOfUseOnceAtWhicheverNode() {
        Person judy = user("judy");
        AppPasswordOnPaper phone = first.appPassword(judy, "phone");
        String key = NOT_ME.matcher(mailbox.await(judy, "New app password").find(NOT_ME))
                .replaceFirst("$1");

        assertThat(confirm(second, key)).contains("data-page=\"revoked\"");
        assertThat(confirm(first, key)).contains("data-page=\"over\"");

        awaitAtBoth(401, judy, phone);
    }

    private static String confirm(LifeRealm node, String key) {
        URI notMe = URI.create(node.realm().url() + "/app-passwords/not-me");
        return new Http()
                .send(Http.withForm(HttpRequest.newBuilder(notMe), Map.of("key", key)))
                .body();
    }

    /** Keycloak notices it after 40 s. Until then nothing that gateways are told may wait for the other node. */
    @Test
    void validationGoesOnWhileTheOtherNodeHangs() {
        Person mia = user("mia");
        Person nora = user("nora");
        AppPasswordOnPaper phone = first.appPassword(mia, "phone");
        AppPasswordOnPaper tablet = first.appPassword(nora, "tablet");
        await(200, second, mia, phone);

        nodes.first().freeze();
        try {
            Instant asked = Instant.now();
            assertThat(second.status(mia, phone)).isEqualTo(200);
            assertThat(second.status(mia, tablet)).isEqualTo(401);
            assertThat(second.status(nora, tablet))
                    .as("whom this node has not looked up before")
                    .isEqualTo(200);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(INFINISPAN_GIVES_UP);
        } finally {
            nodes.first().thaw();
        }
    }

    @Test
    void oneNodeGoesOnWhereTheOtherWasKilled() {
        Person kim = user("kim");
        AppPasswordOnPaper phone = first.appPassword(kim, "phone");
        AppPasswordOnPaper tablet = first.appPassword(kim, "tablet");
        await(200, second, kim, phone);
        Follower follower = first.follower();

        nodes.killFirst();
        try {
            assertThat(second.status(kim, phone)).isEqualTo(200);
            nodes.awaitSecondAlone();
            second.realm().revoke(kim, phone.id());
            await(401, second, kim, phone);
            second.follower(follower.cursor()).await("revoked", "kim");
        } finally {
            nodes.startFirst();
        }

        awaitAtBoth(401, kim, phone);
        awaitAtBoth(200, kim, tablet);
        second.realm().revoke(kim, tablet.id());
        awaitAtBoth(401, kim, tablet);
    }
}
