package io.github.keycloakapppasswords.demo;

import com.microsoft.playwright.PlaywrightException;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code bin/demo} after the build. Ends with 0 when all went well, 1 when a step failed, 2 when it could not begin.
 */
public final class Demo {
    private static final int FAILED = 1;
    private static final int CANNOT_RUN = 2;

    private final PrintStream out = stream(FileDescriptor.out);
    private final PrintStream progress;
    private final Steps steps;

    private Demo(boolean forScripts) {
        progress = forScripts ? stream(FileDescriptor.err) : out;
        steps = new Steps(progress);
    }

    /** @param args nothing, {@code --smoke} or {@code --print-env} */
    public static void main(String[] args) {
        List<String> options = List.of(args);
        Demo demo = new Demo(options.contains("--print-env"));
        System.exit(options.contains("--smoke") ? demo.smoke() : demo.demo());
    }

    private int demo() {
        return reporting(() -> {
            DemoPorts ports = DemoPorts.of(System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(this::announceEnd));
            DemoPeople people = DemoPeople.withFreshSecrets();
            try (DemoServers servers = DemoServers.start(ports, people, steps)) {
                Guide guide = new Guide(servers, people);
                RunningDemo.publish(guide.variables());
                out.print(progress == out ? guide.text() : guide.variables());
                out.flush();
                giveCodes(people);
                awaitEnd();
            }
        });
    }

    private int smoke() {
        return reporting(() -> {
            DemoPorts ports = DemoPorts.of(System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(steps::over));
            DemoPeople people = DemoPeople.withFreshSecrets();
            Evidence evidence = new Evidence();
            try (DemoServers servers = DemoServers.start(ports, people, steps);
                    Chromium chromium = Chromium.start()) {
                try {
                    new Smoke(servers, people, steps).run(chromium, evidence);
                } catch (RuntimeException e) {
                    evidence.keepLogs(servers);
                    throw new StageException(message(e) + "\nThe page and the logs are in " + evidence.folder(), e);
                }
            }
            out.println("main job: ok");
        });
    }

    private int reporting(Runnable work) {
        try {
            work.run();
            return 0;
        } catch (CannotRunException e) {
            stream(FileDescriptor.err).println(e.getMessage());
            return CANNOT_RUN;
        } catch (StageException | PlaywrightException e) {
            if (!steps.isOver()) {
                steps.failed();
                stream(FileDescriptor.err).println("Failed: " + steps.current() + "\n" + message(e));
            }
            return FAILED;
        }
    }

    private void announceEnd() {
        steps.over();
        progress.println();
        progress.println("Ending Keycloak and Dovecot.");
    }

    /** At each Enter, so that nobody needs a phone. */
    private void giveCodes(DemoPeople people) {
        Thread thread = new Thread(() -> {
            try {
                for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                    if (read == '\n') {
                        progress.println("One-time code of owner: "
                                + people.owner().app().freshCode());
                    }
                }
            } catch (IOException noInput) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage()).strip();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
