package io.github.keycloakapppasswords.appleprofile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keystores as an admin makes them, by Java's keytool. */
final class Keystores {

    static final String PASSWORD = "changeit";

    private final Path folder;

    Keystores(Path folder) {
        this.folder = folder;
    }

    /** A key with a certificate of its own, in {@code profile.p12}. */
    Path key(String alias, String... more) {
        return keyOf("CN=Example University, O=Example", alias, more);
    }

    /** As {@link #key}, with another subject. */
    Path keyOf(String subject, String alias, String... more) {
        Path keystore = folder.resolve("profile.p12");
        List<String> options = new ArrayList<>(
                List.of("-genkeypair", "-alias", alias, "-dname", subject, "-keystore", keystore.toString()));
        options.addAll(List.of(more));
        run(options);
        return keystore;
    }

    /** The key of an authority, and one whose certificate that authority issued; the keystore has the chain of both. */
    Path issued() {
        Path authority = folder.resolve("authority.p12");
        Path keystore = folder.resolve("issued.p12");
        run(List.of(
                "-genkeypair",
                "-alias",
                "ca",
                "-dname",
                "CN=Example CA",
                "-keyalg",
                "RSA",
                "-ext",
                "bc:c",
                "-keystore",
                authority.toString()));
        run(List.of(
                "-genkeypair",
                "-alias",
                "profiles",
                "-dname",
                "CN=Profiles",
                "-keyalg",
                "RSA",
                "-keystore",
                keystore.toString()));
        Path request = folder.resolve("request");
        Path certificate = folder.resolve("issued.pem");
        Path root = root();
        run(List.of("-certreq", "-alias", "profiles", "-file", request.toString(), "-keystore", keystore.toString()));
        run(List.of(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-ext",
                "ku=digitalSignature",
                "-keystore",
                authority.toString()));
        run(List.of(
                "-exportcert", "-rfc", "-alias", "ca", "-file", root.toString(), "-keystore", authority.toString()));
        run(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                root.toString(),
                "-keystore",
                keystore.toString()));
        run(List.of(
                "-importcert",
                "-alias",
                "profiles",
                "-file",
                certificate.toString(),
                "-keystore",
                keystore.toString()));
        return keystore;
    }

    /** An authority's certificate for a key, with one other name and no subject: by openssl, since keytool cannot. */
    Path withoutSubject(String otherName) {
        String newKey = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(newKey + " -keyout ca.key -out ca.pem -subj /CN=CA");
        openssl(newKey + " -CA ca.pem -CAkey ca.key -keyout leaf.key -out leaf.pem -subj /"
                + " -addext basicConstraints=CA:FALSE -addext subjectAltName=critical," + otherName);
        openssl("openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile ca.pem -name profiles -passout pass:"
                + PASSWORD + " -out profile.p12");
        return folder.resolve("profile.p12");
    }

    private void openssl(String command) {
        run(folder, List.of("bash", "-c", "cd '" + folder + "' && " + command));
    }

    /** The authority's own certificate, in PEM. */
    Path root() {
        return folder.resolve("root.pem");
    }

    void deletePrivateKey(Path keystore, String alias) {
        run(List.of("-delete", "-alias", alias, "-keystore", keystore.toString()));
    }

    private void run(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(options);
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        run(folder, command);
    }

    /** Runs a program to its end, and returns what it said. */
    static String run(Path folder, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int status = process.waitFor();
            String said = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (status != 0) {
                throw new AssertionError(command.get(1) + " ended with " + status + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
