package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.DovecotUsers;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.SmtpSink;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** SOGo, its database, and the Dovecot that serves it alone, installed as {@code docs/gateways/sogo.md} says. */
final class Sogo implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final String EXECUTABLE = "/usr/sbin/sogod";
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final RecipeFolder folder = RecipeFolder.create("sogo");
    private final int port = Ports.free();
    private final int mailPort = Ports.free();
    private final DovecotUsers users = DovecotUsers.ofThisProcess();
    private final SmtpSink sink = SmtpSink.start();
    private final SogoDatabase database;
    private final StageProcess dovecot;
    private final StageProcess process;

    private Sogo(SogoDatabase database) {
        this.database = database;
        dovecot = startDovecot();
        process = startSogo();
    }

    /** Starts all of it and returns when it answers. */
    static Sogo start() {
        if (!Files.isExecutable(Path.of(EXECUTABLE))) {
            throw new StageException("SOGo is not installed: no " + EXECUTABLE + ".");
        }
        Sogo sogo = new Sogo(SogoDatabase.start());
        try {
            Waiting.until(TIME, "SOGo and Dovecot answer", () -> {
                sogo.process.requireAlive();
                sogo.dovecot.requireAlive();
                return Ports.answers(sogo.port) && Ports.answers(sogo.mailPort);
            });
            return sogo;
        } catch (RuntimeException e) {
            sogo.close();
            throw e;
        }
    }

    /** Where it listens. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Where its Dovecot listens. */
    int mailPort() {
        return mailPort;
    }

    /** Makes a user of this login identity, with a mailbox and a message in it. */
    void deliver(String loginIdentity) {
        database.user(loginIdentity);
        try {
            Path message = folder.write(
                    "mail/" + loginIdentity + "/Maildir/new/1",
                    "From: stage@example.org\r\nSubject: " + MailOf.subject(loginIdentity)
                            + "\r\n\r\nDelivered by the stage.\r\n");
            for (Path path = message; path != null && !path.endsWith("mail"); path = path.getParent()) {
                users.giveMail(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages that it has sent, header and body. */
    List<String> sent() {
        return sink.messages();
    }

    /** Everything that it and its Dovecot have logged. */
    String log() {
        return RecipeFolder.read(folder.resolve("sogo.log")) + RecipeFolder.read(folder.resolve("dovecot.log"));
    }

    /** SOGo takes ten seconds to end when it is asked to. */
    @Override
    public void close() {
        process.kill();
        dovecot.close();
        folder.delete();
        database.close();
        sink.close();
    }

    private StageProcess startDovecot() {
        folder.install(
                "sogo-postlogin", "postlogin", Map.of("/etc/dovecot/dovecot-sogo.conf", path("dovecot-sogo.conf")));
        if (!folder.resolve("postlogin").toFile().setExecutable(true, false)) {
            throw new StageException("The program for logins could not be made executable.");
        }
        DovecotVersion version = DovecotVersion.installed();
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("base_dir = /run/dovecot-sogo", "base_dir = " + path("run"));
        adaptations.put("state_dir = /var/lib/dovecot-sogo", "state_dir = " + path("run"));
        adaptations.put("!include /etc/dovecot/conf.d/10-mail.conf", mail(version));
        adaptations.put("!include /etc/dovecot/conf.d/auth-userdb.conf.ext", userdb(version));
        adaptations.put("port = 10143", "port = " + mailPort);
        adaptations.put("/usr/local/lib/dovecot-sogo-postlogin", path("postlogin"));
        folder.install(version.number() + "/dovecot-sogo.conf", "dovecot-sogo.conf", adaptations);
        folder.write("mail/empty", "");
        return run("dovecot", "/usr/sbin/dovecot", "-F", "-c", path("dovecot-sogo.conf"));
    }

    private String mail(DovecotVersion version) {
        try {
            return "mail_home = " + path("mail") + "/" + version.user() + "\n" + version.maildir("~/Maildir")
                    + "log_path = " + path("dovecot.log") + "\n" + users.configuration(folder.resolve(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String userdb(DovecotVersion version) {
        return version == DovecotVersion.V2_3 ? "userdb {\n  driver = static\n}" : "userdb static {\n}";
    }

    /** In a namespace where SOGo's only configuration file is the one of the recipe. */
    private StageProcess startSogo() {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("127.0.0.1:20000", address());
        for (String table : List.of(
                "sogo_user_profile", "sogo_folder_info", "sogo_sessions_folder", "sogo_alarms_folder", "sogo_users")) {
            adaptations.put("127.0.0.1:3306/sogo/" + table, database.address() + "/sogo/" + table);
        }
        adaptations.put("127.0.0.1:11211", database.cacheAddress());
        adaptations.put("127.0.0.1:10143", "127.0.0.1:" + mailPort);
        adaptations.put("smtp://127.0.0.1:25", "smtp://127.0.0.1:" + sink.port());
        folder.install("sogo.conf", "sogo.conf", adaptations);
        folder.write("home/empty", "");
        folder.give(folder.resolve("home"), "sogo");
        String start = "mount --bind " + path("sogo.conf") + " /etc/sogo/sogo.conf && cd " + path("home")
                + " && HOME=" + path("home") + " exec "
                + (ROOT ? "setpriv --reuid=sogo --regid=sogo --init-groups " : "")
                + EXECUTABLE + " -WONoDetach YES -WOWorkersCount 3 -WOPidFile " + path("home/pid") + " -WOLogFile -";
        Stream<String> namespace = ROOT ? Stream.of() : Stream.of("--map-root-user");
        return run(
                "sogo",
                Stream.of(Stream.of("unshare", "--mount"), namespace, Stream.of("sh", "-c", start))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    private StageProcess run(String name, String... command) {
        return StageProcess.start(name, folder.resolve(""), folder.resolve(name + ".log"), Map.of(), List.of(command));
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }
}
