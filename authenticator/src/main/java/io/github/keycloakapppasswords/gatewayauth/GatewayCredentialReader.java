package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Bearer;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Certificate;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Unreadable;
import io.github.keycloakapppasswords.http.FormEncoding;
import io.github.keycloakapppasswords.http.Utf8;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a gateway's credential from {@code Authorization} or {@code X-Gateway-Authorization}; a gateway with a certificate
 * sends neither, and names itself by the query parameter {@code client_id} (RFC 8705, section 2).
 *
 * <p>Id and secret in {@code Basic} count as sent, as most gateways send them, and also form-decoded, as RFC 6749 section 2.3.1
 * says and as Keycloak's token endpoint reads them. (A secret that Keycloak made has only letters and digits, which are the
 * same in both.)
 *
 * <p><b>Security.</b> A request has exactly one credential or none: a header that comes twice, the two headers with different
 * values, or {@code client_id} beside a header, is refused, since a proxy in front may have looked at the other one.
 */
public final class GatewayCredentialReader {

    /** For gateways that need {@code Authorization} for the user's own credential. */
    static final String GATEWAY_HEADER = "X-Gateway-Authorization";

    private static final String AUTHORIZATION = "Authorization";
    private static final int LONGEST_HEADER = 8192;

    private GatewayCredentialReader() {}

    /**
     * Reads the credential where both headers are the gateway's.
     *
     * @param headers gives all values of a header, an empty list if it is absent
     * @param clientIds all values of the query parameter {@code client_id}
     */
    public static GatewayCredential read(Function<String, List<String>> headers, List<String> clientIds) {
        List<String> authorization = headers.apply(AUTHORIZATION);
        List<String> gateway = headers.apply(GATEWAY_HEADER);
        if (!authorization.isEmpty() && !gateway.isEmpty() && !authorization.equals(gateway)) {
            return new Unreadable(Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
        }
        return only(authorization.isEmpty() ? gateway : authorization, clientIds);
    }

    /**
     * Reads the credential where {@code Authorization} is the user's.
     *
     * @param headers gives all values of a header, an empty list if it is absent
     * @param clientIds all values of the query parameter {@code client_id}
     */
    public static GatewayCredential readBesideUsers(Function<String, List<String>> headers, List<String> clientIds) {
        return only(headers.apply(GATEWAY_HEADER), clientIds);
    }

    private static GatewayCredential only(List<String> values, List<String> clientIds) {
        if (values.size() + clientIds.size() > 1) {
            return new Unreadable(Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
        }
        if (!clientIds.isEmpty()) {
            return new Certificate(clientIds.get(0));
        }
        return values.isEmpty() ? new Unreadable(Reason.GATEWAY_CREDENTIAL_MISSING) : parse(values.get(0));
    }

    private static GatewayCredential parse(String header) {
        int space = header.indexOf(' ');
        if (space < 0 || header.length() > LONGEST_HEADER) {
            return new Unreadable(Reason.GATEWAY_CREDENTIAL_MALFORMED);
        }
        String value = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(value);
            case "bearer" -> value.isEmpty() ? new Unreadable(Reason.GATEWAY_CREDENTIAL_MALFORMED) : new Bearer(value);
            default -> new Unreadable(Reason.GATEWAY_CREDENTIAL_MALFORMED);
        };
    }

    private static GatewayCredential basic(String base64) {
        Optional<String> pair = Utf8.decodeBasic(base64);
        int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
        if (pair.isEmpty() || colon < 1) {
            return new Unreadable(Reason.GATEWAY_CREDENTIAL_MALFORMED);
        }
        String clientId = pair.get().substring(0, colon);
        String secret = pair.get().substring(colon + 1);
        return new ClientSecret(clientId, secret, formDecoded(clientId, secret));
    }

    private static @Nullable ClientSecret formDecoded(String clientId, String secret) {
        String decodedId = FormEncoding.decode(clientId).orElse("");
        String decodedSecret = FormEncoding.decode(secret).orElse("");
        boolean isReadable = !decodedId.isEmpty() && !decodedSecret.isEmpty();
        boolean isSame = decodedId.equals(clientId) && decodedSecret.equals(secret);
        return isReadable && !isSame ? new ClientSecret(decodedId, decodedSecret) : null;
    }
}
