package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A chat program as far as the login (RFC 6120): STARTTLS with any certificate, SASL PLAIN, resource binding. */
final class XmppClient {
    private static final int TIME_LIMIT_MILLIS = 60_000;
    private static final Pattern JID = Pattern.compile("<jid>([^@<]+)@");

    private final String domain;
    private final int port;

    XmppClient(String domain, int port) {
        this.domain = domain;
        this.port = port;
    }

    /** Logs in; opened is the local part of the address that the server binds. */
    Login login(String username, String password) {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout(TIME_LIMIT_MILLIS);
            open(plain);
            ask(plain, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed[^>]*>");
            try (SSLSocket socket = encrypted(plain)) {
                open(socket);
                return authenticate(socket, username, password);
            }
        } catch (IOException e) {
            throw new StageException("XMPP failed other than by a refused login: " + e, e);
        }
    }

    private Login authenticate(Socket socket, String username, String password) throws IOException {
        String message = Base64.getEncoder().encodeToString(("\0" + username + "\0" + password).getBytes(UTF_8));
        String answer = ask(
                socket,
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + message + "</auth>",
                "<success[^>]*>|</failure>");
        if (answer.contains("<not-authorized")) {
            return Login.wrong(answer);
        }
        if (answer.contains("<temporary-auth-failure")) {
            return Login.later(answer);
        }
        if (answer.contains("</failure>")) {
            throw new StageException("Neither wrong nor temporary: " + answer);
        }
        open(socket);
        String bound =
                ask(socket, "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>");
        Matcher jid = JID.matcher(bound);
        if (!jid.find()) {
            throw new StageException("No address was bound: " + bound);
        }
        return Login.in(jid.group(1));
    }

    private void open(Socket socket) throws IOException {
        ask(
                socket,
                "<stream:stream to='" + domain + "' version='1.0' xmlns='jabber:client'"
                        + " xmlns:stream='http://etherx.jabber.org/streams'>",
                "</stream:features>");
    }

    /** Sends this and reads as far as the end that the pattern finds. */
    private static String ask(Socket socket, String words, String end) throws IOException {
        socket.getOutputStream().write(words.getBytes(UTF_8));
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Pattern last = Pattern.compile(end);
        while (!last.matcher(answer.toString(UTF_8)).find()) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The server hung up after " + answer.toString(UTF_8));
            }
            answer.write(next);
            while (in.available() > 0) {
                answer.write(in.read());
            }
        }
        return answer.toString(UTF_8);
    }

    private SSLSocket encrypted(Socket plain) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return (SSLSocket) context.getSocketFactory().createSocket(plain, domain, port, true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of the daemon is the stage's own: what is tested is its way to Keycloak. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
