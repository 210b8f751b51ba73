package io.github.keycloakapppasswords.stage;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The way to a port of loopback, byte by byte. Shut, it refuses connections and has ended those that were open, as the port of
 * a server does whose process has ended: without the processor time that a new start of Keycloak takes.
 */
final class Door implements AutoCloseable {
    private final int inner;
    private final int port = Ports.free();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listening;

    private Door(int inner) {
        this.inner = inner;
    }

    /**
     * Opens one.
     *
     * @param inner the port that it leads to
     */
    static Door to(int inner) {
        Door door = new Door(inner);
        door.open();
        return door;
    }

    /** The port of loopback that it is at, open or shut. */
    int port() {
        return port;
    }

    /** Opens it again after {@link #shut()}. */
    synchronized void open() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            listening = opened;
            daemon(() -> letIn(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shuts it, if it is open. */
    synchronized void shut() {
        if (listening != null) {
            shut(listening);
            open.forEach(Door::shut);
        }
    }

    @Override
    public void close() {
        shut();
    }

    private void letIn(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                connect(opened, opened.accept());
            } catch (IOException isShut) {
                return;
            }
        }
    }

    private void connect(ServerSocket opened, Socket visitor) {
        Socket server = new Socket();
        open.add(visitor);
        open.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), inner));
            daemon(() -> carry(visitor, server));
            daemon(() -> carry(server, visitor));
        } catch (IOException refused) {
            end(visitor);
            end(server);
        }
        if (opened.isClosed()) {
            end(visitor);
            end(server);
        }
    }

    /** One way, until who speaks has no more to say. */
    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            end(to);
        }
        if (from.isOutputShutdown()) {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        shut(socket);
    }

    private static void shut(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "door");
        thread.setDaemon(true);
        thread.start();
    }
}
