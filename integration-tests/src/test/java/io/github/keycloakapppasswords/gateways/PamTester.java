package io.github.keycloakapppasswords.gateways;

import java.util.List;

/**
 * An application that asks PAM: pamtester. PAM lets in who was typed, so that this is whose handler opens.
 *
 * <p>libpam-wrapper looks for a folder name that is free and then takes it: of two processes that start at the same moment one
 * gets none, or loses it, be it while PAM reads its files there, and ends before the script was asked. It is started anew then; an
 * answer is never asked for twice.
 */
final class PamTester implements StockGateway {
    private static final String SERVICE = "example";
    private static final int STARTS = 10;

    private final Pam pam;

    PamTester(GatewayTerms terms, String protocol) {
        pam = new Pam(terms);
        pam.exampleService(SERVICE, protocol);
    }

    @Override
    public Login login(String username, String password) {
        List<String> command = List.of("/usr/bin/pamtester", SERVICE, username, "authenticate", "setcred");
        String output = "";
        for (int start = 0; start < STARTS && !reachedPam(output); start++) {
            output = Program.run(command, password + "\n", pam.environment()).output();
        }
        if (output.contains("pamtester: successfully authenticated")) {
            return Login.in(username);
        }
        if (output.contains("pamtester: Authentication failure")) {
            return Login.wrong(output);
        }
        if (output.contains("pamtester: System error")) {
            return Login.later(output);
        }
        throw new IllegalStateException("Neither in, nor wrong, nor a failure of the system: " + output);
    }

    private static boolean reachedPam(String output) {
        return !output.isBlank()
                && !output.contains("no modules loaded for `" + SERVICE + "' service")
                && !output.contains("pamtester: Initialization failure");
    }

    @Override
    public void changeSecret(String secret) {
        pam.changeSecret(secret);
    }

    @Override
    public void close() {
        pam.close();
    }
}
