package io.github.keycloakapppasswords.stage;

import io.github.keycloakapppasswords.stage.KeycloakOptions.Place;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network namespace for each node, and a switch that joins them with the network of this JVM. Linux removes the namespaces with
 * their last process, and the cables with the namespaces: however the run ends, nothing stays. Needs root.
 */
final class NodeNetwork implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String BRIDGE = "br0";
    /** Private, since Keycloak demands HTTPS of admins from elsewhere; a part of it that is seldom in use. */
    private static final String PREFIX = "10.213.";

    private static final int FIRST_NODE = 11;
    private static final int SUBNETS = 256;

    private final Path folder;
    private final String subnet;
    private final StageProcess bridge;
    private final List<StageProcess> namespaces = new ArrayList<>();

    /** @param folder for the output of commands */
    NodeNetwork(Path folder) {
        this.folder = folder;
        int number = freeSubnet();
        this.subnet = PREFIX + number + ".";
        this.bridge = namespace();
        String here = "app-pw-" + number;
        inside(bridge, "ip link add " + BRIDGE + " type bridge");
        inside(bridge, "ip link set " + BRIDGE + " up");
        run(List.of("ip", "link", "add", here, "type", "veth", "peer", "name", "here", "netns", pid(bridge)));
        inside(bridge, "ip link set here master " + BRIDGE + " up");
        run(List.of("ip", "address", "add", here() + "/24", "dev", here));
        run(List.of("ip", "link", "set", here, "up"));
    }

    private static int freeSubnet() {
        SecureRandom random = new SecureRandom();
        while (true) {
            int number = random.nextInt(SUBNETS);
            try {
                if (NetworkInterface.getByName("app-pw-" + number) == null) {
                    return number;
                }
            } catch (SocketException e) {
                throw new StageException("The network interfaces could not be read: " + e, e);
            }
        }
    }

    /** The address at which the nodes reach what runs in the network of this JVM. */
    String here() {
        return subnet + 1;
    }

    /** Adds a node. */
    Place add() {
        int number = namespaces.size();
        StageProcess namespace = namespace();
        namespaces.add(namespace);
        String address = subnet + (FIRST_NODE + number);
        inside(
                bridge,
                "ip link add " + port(number) + " type veth peer name eth0 netns " + pid(namespace) + " && ip link set "
                        + port(number) + " master " + BRIDGE + " up");
        inside(namespace, "ip link set lo up && ip address add " + address + "/24 dev eth0 && ip link set eth0 up");
        return new Place(address, address, List.of("nsenter", "--net=" + file(namespace), "--"));
    }

    private static String port(int node) {
        return "node" + node;
    }

    /** Whether nodes reach each other; they reach the rest in any case. */
    void joinNodes(boolean joined) {
        for (int node = 0; node < namespaces.size(); node++) {
            inside(bridge, "bridge link set dev " + port(node) + " isolated " + (joined ? "off" : "on"));
        }
    }

    /** A namespace, which lives as long as the process that reads from this JVM. */
    private StageProcess namespace() {
        StageProcess holder = StageProcess.start(
                "namespace", folder, folder.resolve("network.log"), Map.of(), List.of("unshare", "--net", "cat"));
        Waiting.until(TIME, "there is a network namespace", () -> {
            holder.requireAlive();
            return !link(holder).equals(link("self"));
        });
        return holder;
    }

    private static String link(StageProcess process) {
        return link(pid(process));
    }

    private static String link(String process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", process, "ns/net")).toString();
        } catch (IOException e) {
            throw new StageException("The network namespace of process " + process + " could not be read: " + e, e);
        }
    }

    private static String pid(StageProcess process) {
        return String.valueOf(process.pid());
    }

    private static String file(StageProcess namespace) {
        return "/proc/" + pid(namespace) + "/ns/net";
    }

    private void inside(StageProcess namespace, String command) {
        run(List.of("nsenter", "--net=" + file(namespace), "--", "sh", "-ec", command));
    }

    private void run(List<String> command) {
        StageProcess.start("ip", folder, folder.resolve("network.log"), Map.of(), command)
                .succeed(TIME);
    }

    @Override
    public void close() {
        Stream.concat(namespaces.stream(), Stream.of(bridge)).forEach(StageProcess::close);
    }
}
