package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotPorts;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import java.util.Map;

/** The servers of the demo: Keycloak with the shipped JAR and the demo realm, and Dovecot. */
final class DemoServers implements AutoCloseable {
    private static final String REALM = "demo";

    private final KeycloakServer keycloak;
    private final Dovecot dovecot;

    private DemoServers(KeycloakServer keycloak, Dovecot dovecot) {
        this.keycloak = keycloak;
        this.dovecot = dovecot;
    }

    /**
     * Starts them, each as a step.
     *
     * @throws StageException if a step fails; nothing is left behind then
     */
    static DemoServers start(DemoPorts ports, DemoPeople people, Steps steps) {
        KeycloakServer keycloak = steps.get(
                "Keycloak starts with the JAR and the realm " + REALM,
                () -> KeycloakServer.start(options(people), ports.keycloak(), ports.management()));
        try {
            Realm realm = Realm.existing(keycloak, REALM);
            steps.run(
                    "app passwords, and their page in the account console, are turned on in the realm",
                    () -> turnOn(realm));
            steps.run("the gateway dovecot may ask for imap and smtp", () -> realm.gateway("dovecot", "imap", "smtp"));
            return new DemoServers(
                    keycloak,
                    steps.get(
                            "Dovecot starts",
                            () -> Dovecot.start(DovecotSettings.asking(realm.validateUrl(), people.gateway())
                                    // Who tries the demo is to see a revocation at once.
                                    .withoutCache()
                                    .withPorts(DovecotPorts.of(ports.imap(), ports.submission())))));
        } catch (StageException e) {
            keycloak.close();
            throw e;
        }
    }

    KeycloakServer keycloak() {
        return keycloak;
    }

    Realm realm() {
        return Realm.existing(keycloak, REALM);
    }

    Dovecot dovecot() {
        return dovecot;
    }

    @Override
    public void close() {
        dovecot.close();
        keycloak.close();
    }

    private static KeycloakOptions options(DemoPeople people) {
        KeycloakOptions options = KeycloakOptions.shipped().forShortLife().withRealm(Project.demoRealm());
        for (Map.Entry<String, String> placeholder : people.placeholders().entrySet()) {
            options = options.withEnvironment(placeholder.getKey(), placeholder.getValue());
        }
        return options;
    }

    private static void turnOn(Realm realm) {
        String report = realm.setUpWithPage().toString();
        if (report.contains("\"conflict\"")) {
            throw new StageException("The setup call reports a conflict: " + report);
        }
    }
}
