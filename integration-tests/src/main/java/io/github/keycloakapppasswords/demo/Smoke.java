package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.AppPasswordsPage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Visitor;
import java.util.List;

/** The main job: two users make app passwords in a browser and log in to mail with them, and with nothing else. */
final class Smoke {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";
    private static final String SECRET_FORM = "([0-9a-z]{5}-){4}[0-9a-z]{5}";

    private final DemoServers servers;
    private final DemoPeople people;
    private final Steps steps;
    private final MailClient mail;

    Smoke(DemoServers servers, DemoPeople people, Steps steps) {
        this.servers = servers;
        this.people = people;
        this.steps = steps;
        this.mail = servers.dovecot().client();
    }

    /**
     * Does the whole job.
     *
     * @throws RuntimeException if a step fails
     */
    void run(Chromium chromium, Evidence evidence) {
        for (Person person : List.of(people.owner(), people.newcomer())) {
            servers.dovecot().deliver(person.username(), subject(person));
        }
        try (Visitor owner = chromium.visitor()) {
            evidence.keepPage(owner, () -> ownersJob(owner));
        }
        try (Visitor newcomer = chromium.visitor()) {
            evidence.keepPage(newcomer, () -> newcomersJob(newcomer));
        }
    }

    private void ownersJob(Visitor owner) {
        AppPasswordsPage page = new AppPasswordsPage(owner);
        steps.run("owner logs in to the account console with the main password", () -> {
            owner.open(servers.realm().url() + "/account/account-security/signing-in");
            owner.login().password(people.owner());
        });
        steps.run("owner opens the page App passwords", () -> {
            page.menuEntry().click();
            page.awaitList();
        });
        steps.run("owner proves the second factor in place by a one-time code", () -> {
            page.at("create").click();
            owner.appPassword().proveByCode(people.owner().app().freshCode());
        });
        String secret = steps.get("owner makes an app password", () -> create(owner));
        mailWorks(people.owner(), secret);
        steps.run("the page that shows it tells of the first sign-in, by IMAP", () -> owner.appPassword()
                .awaitFirstSignIn("IMAP"));
        steps.run("owner goes back to the page App passwords", () -> {
            owner.appPassword().finish();
            page.entry("Laptop").waitFor();
        });
        steps.run("the page shows its last use, by submission", () -> page.awaitUse("Laptop", "SMTP"));
        steps.run("the main password is refused by IMAP and submission", () -> {
            refused(mail.imap("owner", people.owner().password()), WRONG);
            refused(mail.submit("owner", people.owner().password(), "never sent"), "535");
        });
        steps.run(
                "a wrong app password is refused by IMAP",
                () -> refused(mail.imap("owner", withAnotherSymbol(secret)), WRONG));
        steps.run("owner renames it on the page", () -> {
            page.rename("Laptop", "Old laptop");
            page.entry("Old laptop").waitFor();
        });
        steps.run("owner revokes it on the page", () -> {
            page.revoke("Old laptop");
            page.awaitGone("Old laptop");
        });
        steps.run("the revoked one is refused by IMAP and submission", () -> {
            refused(mail.imap("owner", secret), WRONG);
            refused(mail.submit("owner", secret, "never sent"), "535");
        });
    }

    private void newcomersJob(Visitor newcomer) {
        newcomer.plugInPasskey();
        steps.run("newcomer, who has no second factor, logs in with the main password", () -> {
            newcomer.appPassword().begin(servers.realm());
            newcomer.login().password(people.newcomer());
        });
        steps.run("newcomer sets up a passkey", () -> {
            newcomer.appPassword().setUp("webauthn-passwordless");
            newcomer.login().enrolAuthenticator();
        });
        String secret = steps.get("newcomer makes an app password", () -> {
            String made = create(newcomer);
            newcomer.appPassword().finish();
            String outcome = newcomer.appPassword().outcome();
            require(outcome.equals("success"), "The action ended with \"" + outcome + "\" instead of \"success\".");
            return made;
        });
        mailWorks(people.newcomer(), secret);
        steps.run(
                "newcomer's app password does not open owner's mailbox",
                () -> refused(mail.imap("owner", secret), WRONG));
    }

    private static String create(Visitor visitor) {
        visitor.appPassword().create("Laptop", "imap", "smtp");
        String secret = visitor.appPassword().secret();
        require(secret.matches(SECRET_FORM), "The page shows no app password of five groups.");
        return secret;
    }

    private void mailWorks(Person person, String secret) {
        String name = person.username();
        steps.run("IMAP with it opens the mailbox of " + name, () -> {
            MailLogin login = mail.imap(name, secret);
            require(login.accepted(), "IMAP refused it: " + login.answer());
            require(login.subjects().contains(subject(person)), "This is another's mailbox: " + login.subjects());
        });
        steps.run("submission with it takes a message of " + name, () -> {
            String subject = "Sent by " + name;
            MailLogin login = mail.submit(name, secret, subject);
            require(login.accepted(), "Submission refused it: " + login.answer());
            require(
                    servers.dovecot().sink().messages().stream().anyMatch(message -> message.contains(subject)),
                    "The message did not arrive.");
        });
    }

    private static String subject(Person person) {
        return "Mail for " + person.username();
    }

    private static void refused(MailLogin login, String how) {
        require(!login.accepted(), "It was accepted.");
        require(login.answer().contains(how), "It was refused, but not with " + how + ": " + login.answer());
    }

    /** The same app password with its first symbol changed to another of the alphabet. */
    private static String withAnotherSymbol(String secret) {
        return (secret.startsWith("7") ? "8" : "7") + secret.substring(1);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new StageException(otherwise);
        }
    }
}
