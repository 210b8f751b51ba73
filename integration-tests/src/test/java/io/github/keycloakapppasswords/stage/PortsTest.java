package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** As another JVM would see it. */
    @Test
    void reservesWhatIsNotListenedOnYet() {
        int port = Ports.free();

        assertThat(Ports.taken(port)).isFalse();
        assertThatThrownBy(() -> new DatagramSocket(new InetSocketAddress("127.0.0.2", port)))
                .isInstanceOf(SocketException.class);
    }
}
