package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.Person;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the demo tells: to people as a text, to scripts as variables. */
final class Guide {
    private final DemoServers servers;
    private final DemoPeople people;

    Guide(DemoServers servers, DemoPeople people) {
        this.servers = servers;
        this.people = people;
    }

    /** For people. */
    String text() {
        Person owner = people.owner();
        return """

                Account console   %s
                Admin console     %s

                  user         password              second factor
                  %-12s %-21s authenticator app with the key %s
                  %-12s %-21s none yet: "Set it up now" comes by itself
                  %-12s %-21s administers the realm

                1. Log in to the account console as %s. Choose Account security, App passwords, "Create app password".
                   Press Enter here for a one-time code. Choose IMAP and SMTP, and copy the app password. Leave that page open.
                2. Log in by IMAP, first with the main password, which is refused, then with the app password. The page says what
                   was wrong, and then that it works:

                   curl -v imap://127.0.0.1:%d/ --user %s

                   Submission is on port %d.
                3. Press "Done". The list shows when the app password was used, for what and from which address. Rename it there,
                   revoke it, and log in by IMAP again.

                Logs: %s
                      %s

                Ctrl-C ends all of it.
                """
                .formatted(
                        accountConsole(),
                        adminConsole(),
                        owner.username(),
                        owner.password(),
                        owner.app().base32(),
                        people.newcomer().username(),
                        people.newcomer().password(),
                        people.admin().username(),
                        people.admin().password(),
                        owner.username(),
                        servers.dovecot().ports().imap(),
                        owner.username(),
                        servers.dovecot().ports().submission(),
                        servers.keycloak().log(),
                        servers.dovecot().log());
    }

    /** For scripts: assignments that a POSIX shell reads. */
    String variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("DEMO_PID", ProcessHandle.current().pid());
        variables.put("DEMO_KEYCLOAK_URL", servers.keycloak().url());
        variables.put("DEMO_KEYCLOAK_PORT", servers.keycloak().port());
        variables.put("DEMO_MANAGEMENT_URL", servers.keycloak().managementUrl());
        variables.put("DEMO_MANAGEMENT_PORT", servers.keycloak().managementPort());
        variables.put("DEMO_REALM", servers.realm().name());
        variables.put("DEMO_REALM_URL", servers.realm().url());
        variables.put("DEMO_ACCOUNT_URL", accountConsole());
        variables.put("DEMO_ADMIN_URL", adminConsole());
        variables.put("DEMO_VALIDATE_URL", servers.realm().validateUrl());
        variables.put("DEMO_IMAP_HOST", "127.0.0.1");
        variables.put("DEMO_IMAP_PORT", servers.dovecot().ports().imap());
        variables.put("DEMO_SUBMISSION_HOST", "127.0.0.1");
        variables.put("DEMO_SUBMISSION_PORT", servers.dovecot().ports().submission());
        variables.put("DEMO_OWNER", people.owner().username());
        variables.put("DEMO_OWNER_PASSWORD", people.owner().password());
        variables.put("DEMO_OWNER_OTP_KEY", people.owner().app().base32());
        variables.put("DEMO_NEWCOMER", people.newcomer().username());
        variables.put("DEMO_NEWCOMER_PASSWORD", people.newcomer().password());
        variables.put("DEMO_REALM_ADMIN", people.admin().username());
        variables.put("DEMO_REALM_ADMIN_PASSWORD", people.admin().password());
        variables.put("DEMO_SERVER_ADMIN", servers.keycloak().adminName());
        variables.put("DEMO_SERVER_ADMIN_PASSWORD", servers.keycloak().adminPassword());
        variables.put("DEMO_GATEWAY", people.gateway().clientId());
        variables.put("DEMO_GATEWAY_SECRET", people.gateway().secret());
        variables.put("DEMO_KEYCLOAK_LOG", servers.keycloak().log());
        variables.put("DEMO_DOVECOT_LOG", servers.dovecot().log());
        return variables.entrySet().stream()
                .map(variable ->
                        variable.getKey() + "=" + quoted(variable.getValue().toString()) + "\n")
                .collect(Collectors.joining());
    }

    private String accountConsole() {
        return servers.realm().url() + "/account";
    }

    private String adminConsole() {
        return servers.keycloak().url() + "/admin/" + servers.realm().name() + "/console";
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
