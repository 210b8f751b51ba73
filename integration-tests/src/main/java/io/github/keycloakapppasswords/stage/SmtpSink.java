package io.github.keycloakapppasswords.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail server behind submission: takes every message (RFC 5321) and keeps it. */
public final class SmtpSink implements AutoCloseable {
    private static final Pattern LOGIN = Pattern.compile(" LOGIN=(\\S+)", Pattern.CASE_INSENSITIVE);

    private final LoopbackServer server = LoopbackServer.start("smtp-sink", this::converse);
    private final List<Submitted> submitted = new CopyOnWriteArrayList<>();

    private SmtpSink() {}

    /** Starts one on a free port of loopback. */
    public static SmtpSink start() {
        return new SmtpSink();
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /**
     * A message taken.
     *
     * @param login the name that the server in front says its sender logged in by, empty if it says none
     * @param text header and body
     */
    public record Submitted(String login, String text) {}

    /** The messages taken so far, header and body. */
    public List<String> messages() {
        return submitted.stream().map(Submitted::text).toList();
    }

    /** The messages taken so far, and whose they are. */
    public List<Submitted> submitted() {
        return List.copyOf(submitted);
    }

    /** Takes no more connections. */
    @Override
    public void close() {
        server.close();
    }

    private void converse(BufferedReader in, Writer out) throws IOException {
        say(out, "220 sink.example.org ESMTP");
        String login = "";
        String line = in.readLine();
        while (line != null) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            if (verb.equals("XCLIENT")) {
                login = login(line);
            }
            answer(verb, login, in, out);
            line = verb.equals("QUIT") ? null : in.readLine();
        }
    }

    /** What XCLIENT says of the login, which is in xtext (RFC 3461, section 4). */
    private static String login(String line) {
        Matcher login = LOGIN.matcher(line);
        if (!login.find()) {
            return "";
        }
        String percentEncoded = login.group(1).replace("%", "%25").replaceAll("\\+([0-9A-F]{2})", "%$1");
        return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void answer(String verb, String login, BufferedReader in, Writer out) throws IOException {
        switch (verb) {
            case "EHLO" -> say(out, "250-sink.example.org", "250-8BITMIME", "250-XCLIENT LOGIN", "250 SMTPUTF8");
            case "XCLIENT" -> say(out, "220 sink.example.org ESMTP");
            case "DATA" -> {
                say(out, "354 End with a dot");
                submitted.add(new Submitted(login, message(in)));
                say(out, "250 2.0.0 Taken");
            }
            case "QUIT" -> say(out, "221 2.0.0 Bye");
            case "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> say(out, "250 2.0.0 Ok");
            default -> say(out, "502 5.5.1 Not known here");
        }
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return message.toString();
    }

    private static void say(Writer out, String... lines) throws IOException {
        for (String line : lines) {
            out.write(line + "\r\n");
        }
        out.flush();
    }
}
