package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback. */
public final class Ports {
    /** Below those that Linux gives to clients, or a client would get one of ours while its server is down. */
    private static final int FIRST = 12_000;

    private static final int LAST = 32_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** One for each port given: other JVMs see by it that the port is not theirs. */
    private static final List<DatagramSocket> RESERVATIONS = new ArrayList<>();

    private Ports() {}

    /** A port that nothing listens on now and that no JVM that still runs has been given before. */
    public static synchronized int free() {
        while (true) {
            int port = FIRST + RANDOM.nextInt(LAST - FIRST);
            if (!taken(port) && reserved(port)) {
                return port;
            }
        }
    }

    /** By a socket where nothing else listens; it is closed when the JVM ends, however it ends. */
    private static boolean reserved(int port) {
        try {
            RESERVATIONS.add(new DatagramSocket(new InetSocketAddress("127.0.0.2", port)));
            return true;
        } catch (SocketException ofAnother) {
            return false;
        }
    }

    /** Whether something listens on this port of loopback, or may not be listened on by us. */
    public static boolean taken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException inUse) {
            return true;
        }
    }

    /** Whether something on this port of loopback takes connections. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
