package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS from PEM files. */
public final class Trust {
    private static final char[] NO_PASSWORD = {};

    private Trust() {}

    /** Of a client that believes this authority and no other. */
    public static SSLContext in(Path authority) {
        return context(authority, null);
    }

    /** As {@link #in(Path)}, of a client that has a certificate of its own. */
    public static SSLContext in(Path authority, CertificateAuthority.Issued own) {
        return context(authority, own);
    }

    /** Of a server with this certificate. */
    public static SSLContext identity(CertificateAuthority.Issued own) {
        return context(null, own);
    }

    private static SSLContext context(@Nullable Path authority, CertificateAuthority.@Nullable Issued own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : identities(own), authority == null ? null : authorities(authority), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No TLS with " + authority + " and " + own + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrustManager[] authorities(Path authority) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("authority", certificate(authority));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyManager[] identities(CertificateAuthority.Issued own)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key(own.key()), NO_PASSWORD, new Certificate[] {certificate(own.certificate())});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path pem) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static Key key(Path pem) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(base64);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
