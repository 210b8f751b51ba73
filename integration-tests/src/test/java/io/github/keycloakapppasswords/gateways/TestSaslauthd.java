package io.github.keycloakapppasswords.gateways;

import java.util.List;

/** A server that asks saslauthd: testsaslauthd. saslauthd lets in who was typed. */
final class TestSaslauthd implements StockGateway {
    private final Saslauthd saslauthd;

    TestSaslauthd(Saslauthd saslauthd) {
        this.saslauthd = saslauthd;
    }

    @Override
    public Login login(String username, String password) {
        List<String> command = List.of(
                "/usr/sbin/testsaslauthd",
                "-s",
                "ldap",
                "-f",
                saslauthd.socket().toString(),
                "-u",
                username,
                "-p",
                password);
        String output = Program.run(command, "").output();
        if (output.contains("0: OK")) {
            return Login.in(username);
        }
        if (output.contains("0: NO")) {
            return Login.wrong(output);
        }
        throw new IllegalStateException("Neither OK nor NO: " + output);
    }

    @Override
    public void changeSecret(String secret) {
        saslauthd.changeSecret(secret);
    }

    @Override
    public void close() {
        saslauthd.close();
    }
}
