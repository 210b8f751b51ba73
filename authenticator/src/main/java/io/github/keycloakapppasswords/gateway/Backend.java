package io.github.keycloakapppasswords.gateway;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.term.WholeNumber;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server to which a proxy sends accepted users. An address, not a name, since nginx resolves no names here
 * ({@code ngx_mail_auth_http_module}: {@code Auth-Server} must be an IP address).
 *
 * @param address the server's IP address
 * @param port 1 to 65535
 */
public record Backend(InetAddress address, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]*:[^\\]]*)\\]|([^\\[\\]:]*)):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads {@code 192.0.2.1:143} or {@code [2001:db8::1]:143}.
     *
     * @throws IllegalArgumentException with a finished sentence for any other text
     */
    @JsonCreator
    public static Backend parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            Optional<InetAddress> address = IpAddress.parse(form.group(1) == null ? form.group(2) : form.group(1));
            OptionalInt port = WholeNumber.parse(form.group(3), 1, HIGHEST_PORT);
            if (address.isPresent() && port.isPresent()) {
                return new Backend(address.get(), port.getAsInt());
            }
        }
        throw new IllegalArgumentException("A back end is an IP address and a port from 1 to " + HIGHEST_PORT
                + ", like \"192.0.2.1:143\" or \"[2001:db8::1]:143\"; it was " + Quoted.of(text) + ".");
    }

    @JsonValue
    @Override
    public String toString() {
        String literal = IpAddress.text(address);
        return (literal.indexOf(':') < 0 ? literal : '[' + literal + ']') + ':' + port;
    }
}
