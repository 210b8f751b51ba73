package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

class OpenVpnIT extends GatewayContract {
    /**
     * The shortest time between two renegotiations: a client uses its new keys after half of it, and a server of 2.6 looks for a
     * verdict about every 10 s.
     */
    private static final String[] RENEGOTIATES = {"--reneg-sec", "24"};

    private static final Duration RENEGOTIATION = Duration.ofSeconds(45);
    private static final Duration BACK_OFF = Duration.ofSeconds(45);

    private final List<OpenVpnClient> tunnels = new ArrayList<>();
    private @Nullable OpenVpnClient ended;
    private @Nullable OpenVpnClient kept;
    private @Nullable OpenVpnClient waiting;
    private @Nullable Resident remembered;
    private @Nullable Resident forgotten;

    @Override
    String protocol() {
        return "openvpn";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new OpenVpn(terms, servers().authority());
    }

    /** OpenVPN calls a client by the name that was typed; the checker refuses any but the login identity. */
    @Override
    boolean opensByAnswer() {
        return false;
    }

    /** A login takes a second, since the client asks for its settings each second. */
    @Override
    int loginsInARow() {
        return 10;
    }

    @Override
    int staleLogins() {
        return 50;
    }

    @Override
    int floodWidth() {
        return 10;
    }

    @BeforeAll
    void openTunnelOfARevokedAppPassword() {
        Resident resident = resident("ended");
        ended = connect(resident, RENEGOTIATES);
        isIn(ended.login("ended"), "ended");
        realm().revoke(resident.person(), resident.appPassword().id());
    }

    @BeforeAll
    void haveThreeVerdicts() {
        OpenVpnProgram program = server().program();
        remembered = resident("remembered");
        isIn(program.onNewClient("remembered", remembered.secret()), "remembered");
        forgotten = resident("forgotten");
        isIn(program.onNewClient("forgotten", forgotten.secret()), "forgotten");
        realm().revoke(forgotten.person(), forgotten.appPassword().id());
        isWrong(program.onTunnel("forgotten", forgotten.secret()));
    }

    @AfterAll
    void closeTunnels() {
        tunnels.forEach(OpenVpnClient::close);
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void endsTheTunnelOfARevokedAppPasswordAtTheNextRenegotiation() {
        Waiting.until(RENEGOTIATION, "the tunnel has ended", Objects.requireNonNull(ended)::hasEndedAsWrong);
        // After this no test changes the login identity, which would end this tunnel too.
        kept = connect(resident("kept"), RENEGOTIATES);
        isIn(kept.login("kept"), "kept");
    }

    @Override
    void whileStopped(Resident known) {
        OpenVpnClient tunnel = Objects.requireNonNull(kept);
        long before = tunnel.renegotiations();
        waiting = connect(known);
        assertThat(waiting.login(known.name()).answer()).isEqualTo(Answer.LATER);
        opensNothingFrom(Ports.free());
        keepsTunnelsOnlyByAPairThatWasRightWithinADay();
        assertThat(server().program().filesLeftAfterTimeOut("victim", "any")).isEmpty();
        Waiting.until(RENEGOTIATION, "the tunnel has new keys", () -> tunnel.renegotiations() > before);
    }

    /** OpenVPN knows an address and a port as soon as a client has come from there, before any verdict and after the client has gone. */
    @Test
    @Order(Order.DEFAULT + 2)
    void opensNothingFromAnAddressAndPortThatOpenVpnKnowsWhileKeycloakHangs() {
        Resident gone = resident("gone");
        int port = Ports.free();
        try (OpenVpnClient owner = server().connectFrom(port, "gone", gone.secret())) {
            isIn(owner.login("gone"), "gone");
            owner.kill();
        }
        outage().whileHanging(() -> {
            isLaterFrom(port, "gone");
            opensNothingFrom(Ports.free());
        });
    }

    private void opensNothingFrom(int port) {
        try (OpenVpnClient first = server().connectFrom(port, "victim", "any")) {
            first.awaitHandshake();
            first.kill();
        }
        isLaterFrom(port, "victim");
    }

    private void isLaterFrom(int port, String username) {
        try (OpenVpnClient client = server().connectFrom(port, username, "any")) {
            isLater(client.loginFromKnownPort(username));
        }
    }

    private void keepsTunnelsOnlyByAPairThatWasRightWithinADay() {
        OpenVpnProgram program = server().program();
        Resident right = Objects.requireNonNull(remembered);

        isIn(program.onTunnel(right.name(), right.secret()), right.name());
        isLater(program.onTunnel(right.name(), "any"));
        isLater(program.onNewClient(right.name(), right.secret()));
        isLater(server().programWithoutChecker().onTunnel(right.name(), right.secret()));
        isLater(program.onTunnel("forgotten", Objects.requireNonNull(forgotten).secret()));
        program.age(Duration.ofHours(25));
        isLater(program.onTunnel(right.name(), right.secret()));
    }

    @Test
    @Order(Order.DEFAULT + 6)
    void keepsATunnelThroughAnOutageAndLetsAClientInAfterIt() {
        OpenVpnClient tunnel = Objects.requireNonNull(kept);

        Waiting.until(BACK_OFF, "the client is in by itself", Objects.requireNonNull(waiting)::isConnected);
        assertThat(tunnel.isUpWithoutInterruption()).as(tunnel.log()).isTrue();
    }

    private OpenVpnClient connect(Resident resident, String... options) {
        OpenVpnClient tunnel = server().connect(resident.name(), resident.secret(), options);
        tunnels.add(tunnel);
        return tunnel;
    }

    private OpenVpn server() {
        return (OpenVpn) gateway();
    }
}
