package io.github.keycloakapppasswords.stage;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The way to a port of loopback, byte by byte. Shut, it refuses connections and has ended those that were open, as the port of
 * a server does whose process has ended: without the processor time that a new start of Keycloak takes.
 */
final class Door implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    private final InetAddress address;
    private final int inner;
    private final int port = Ports.free();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private @Nullable ServerSocket listening;

    private Door(InetAddress address, int inner) {
        this.address = address;
        this.inner = inner;
    }

    /**
     * Opens one.
     *
     * @param inner the port that it leads to
     */
    static Door to(int inner) {
        return at(InetAddress.getLoopbackAddress(), inner);
    }

    /**
     * Opens one at another address of this machine than loopback.
     *
     * @param address that it is at
     * @param inner the port of loopback that it leads to
     */
    static Door at(InetAddress address, int inner) {
        Door door = new Door(address, inner);
        door.open();
        return door;
    }

    /** Holds each piece that a client sends for so long before the server gets it; each question and answer takes longer by that. */
    void delay(Duration each) {
        delay = each;
    }

    /** The port that it is at, open or shut. */
    int port() {
        return port;
    }

    /** Opens it again after {@link #shut()}. */
    synchronized void open() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(address, port), 1024);
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
            daemon(() -> carry(visitor, server, true));
            daemon(() -> carry(server, visitor, false));
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
    private void carry(Socket from, Socket to, boolean delayed) {
        try {
            byte[] piece = new byte[PIECE_BYTES];
            for (int bytes = from.getInputStream().read(piece);
                    bytes >= 0;
                    bytes = from.getInputStream().read(piece)) {
                if (delayed) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                to.getOutputStream().write(piece, 0, bytes);
            }
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
