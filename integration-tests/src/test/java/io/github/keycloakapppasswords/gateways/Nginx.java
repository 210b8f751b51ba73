package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An nginx as Debian sets it up, with the files of a recipe in {@code conf.d/} and, for mail, {@code mail.conf}. */
public final class Nginx implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/nginx");
    private static final String MAIL =
            """
            load_module /usr/lib/nginx/modules/ngx_mail_module.so;
            include %1$s/mail.conf;
            """;
    private static final String MAIN =
            """
            user www-data;
            daemon off;
            worker_processes 2;
            worker_rlimit_nofile 8192;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx.log info;
            events {
              worker_connections 4096;
            }
            http {
              access_log %1$s/access.log;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              include %1$s/conf.d/*.conf;
            }
            """;

    private final RecipeFolder folder;
    private final Path configuration;
    private final StageProcess process;

    private Nginx(RecipeFolder folder, Path configuration) {
        this.folder = folder;
        this.configuration = configuration;
        this.process = run("nginx");
    }

    /** Starts one that serves HTTP only. */
    public static Nginx http(RecipeFolder folder, List<Integer> ports) {
        return start(folder, MAIN, ports);
    }

    /** Starts one that is a mail proxy too. */
    static Nginx mail(RecipeFolder folder, List<Integer> ports) {
        return start(folder, MAIL + MAIN, ports);
    }

    private static Nginx start(RecipeFolder folder, String main, List<Integer> ports) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("nginx is not installed: no " + EXECUTABLE + ".");
        }
        Path configuration = folder.write("nginx.conf", main.formatted(folder.resolve("")));
        Nginx nginx = new Nginx(folder, configuration);
        try {
            Waiting.until(TIME, "nginx answers", () -> {
                nginx.process.requireAlive();
                return ports.stream().allMatch(Ports::answers);
            });
            return nginx;
        } catch (RuntimeException e) {
            nginx.close();
            throw e;
        }
    }

    /** Whether it is turned to HTTP/2 by a line of its own, and no longer by a word in {@code listen}. */
    static boolean takesHttp2Directive() {
        return InstalledVersion.saidBy(EXECUTABLE.toString(), "-v").isAtLeast("1.25.1");
    }

    /** Has it read its files again, and returns when the processes that had read the old ones are gone. */
    void reload() {
        List<ProcessHandle> old = master().children().toList();
        run("nginx -s reload", "-s", "reload").succeed(TIME);
        Waiting.until(TIME, "nginx has reloaded", () -> old.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Everything that it has logged, all files together. */
    public String logs() {
        return RecipeFolder.read(folder.resolve("nginx.log")) + RecipeFolder.read(folder.resolve("access.log"));
    }

    @Override
    public void close() {
        process.close();
    }

    private ProcessHandle master() {
        long pid = Long.parseLong(RecipeFolder.read(folder.resolve("nginx.pid")).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> process.failure("is gone"));
    }

    private StageProcess run(String name, String... more) {
        Path output = folder.resolve("nginx.log");
        List<String> command = new ArrayList<>(
                List.of(EXECUTABLE.toString(), "-c", configuration.toString(), "-e", output.toString()));
        command.addAll(List.of(more));
        return StageProcess.start(name, folder.resolve(""), output, Map.of(), command);
    }
}
