package io.github.keycloakapppasswords.appleprofile;

import io.github.keycloakapppasswords.term.Quoted;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key with its certificates, from a keystore.
 *
 * @param algorithm of the signature, as Java names it
 * @param chain the certificate of the key first, then its issuers
 */
record SigningKey(PrivateKey key, String algorithm, List<X509Certificate> chain) {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    /** Where a certificate says that its key may sign (RFC 5280, section 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    /** The certificate of the key. */
    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Without the key, whatever the security provider's key says of itself. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }

    /**
     * Reads it.
     *
     * @param options the names of the options, for the message
     * @throws IllegalArgumentException with a finished sentence that names the option
     */
    static SigningKey load(ProfileSigner.Options options) {
        String keystore = String.valueOf(options.keystore());
        if (options.password() == null) {
            throw ProfileSigner.invalid(ProfileSigner.PASSWORD, "is missing: set the password of the keystore.");
        }
        File file = new File(keystore);
        if (!file.isFile() || !file.canRead()) {
            throw ofKeystore(keystore, "Keycloak cannot read such a file.");
        }
        char[] password = options.password().toCharArray();
        KeyStore store = open(file, password);
        try {
            String alias = alias(store, keystore, options.alias());
            return of(keystore, privateKey(store, alias, password, keystore), chain(store, alias, keystore));
        } catch (GeneralSecurityException e) {
            throw ofKeystore(
                    keystore, "its private key cannot be used (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static KeyStore open(File file, char[] password) {
        try {
            return KeyStore.getInstance(file, password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw ProfileSigner.invalid(ProfileSigner.PASSWORD, "is not the password of the keystore.");
            }
            throw ofKeystore(file.getPath(), "it cannot be read as a keystore.");
        } catch (GeneralSecurityException e) {
            throw ofKeystore(file.getPath(), "it is not a keystore of the type PKCS12 or JKS.");
        }
    }

    private static String alias(KeyStore store, String keystore, @Nullable String wanted)
            throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (wanted != null) {
            if (!store.isKeyEntry(wanted)) {
                throw ProfileSigner.invalid(
                        ProfileSigner.ALIAS,
                        "is " + Quoted.of(wanted) + ": the keystore has no private key of that alias.");
            }
            return wanted;
        }
        if (keys.isEmpty()) {
            throw ofKeystore(keystore, "it has no private key.");
        }
        if (keys.size() > 1) {
            throw ProfileSigner.invalid(
                    ProfileSigner.ALIAS, "is missing: the keystore has " + keys.size() + " private keys.");
        }
        return keys.get(0);
    }

    private static PrivateKey privateKey(KeyStore store, String alias, char[] password, String keystore)
            throws GeneralSecurityException {
        try {
            Key key = store.getKey(alias, password);
            if (key instanceof PrivateKey found) {
                return found;
            }
            throw ofKeystore(keystore, "it has no private key.");
        } catch (UnrecoverableKeyException e) {
            throw ProfileSigner.invalid(
                    ProfileSigner.PASSWORD,
                    "is not the password of the private key, which must be that of the keystore.");
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias, String keystore)
            throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        Certificate[] stored = store.getCertificateChain(alias);
        for (Certificate certificate : stored == null ? new Certificate[0] : stored) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        if (chain.isEmpty()) {
            throw ofKeystore(keystore, "its private key has no certificate.");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw ofKeystore(
                        keystore, "certificate " + (i + 1) + " of its chain was not issued by the one after it.");
            }
        }
        return List.copyOf(chain);
    }

    private static SigningKey of(String keystore, PrivateKey key, List<X509Certificate> chain) {
        boolean[] usage = chain.get(0).getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw ofKeystore(keystore, "its certificate is not for digital signatures.");
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return new SigningKey(key, "SHA256withRSA", chain);
        }
        if (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS) {
            return new SigningKey(key, "SHA256withECDSA", chain);
        }
        throw ofKeystore(
                keystore,
                "its private key must be RSA with " + LEAST_RSA_BITS + " bits or more, or EC with " + LEAST_EC_BITS
                        + " bits or more.");
    }

    private static IllegalArgumentException ofKeystore(String keystore, String problem) {
        return ProfileSigner.invalid(ProfileSigner.KEYSTORE, "is " + Quoted.of(keystore) + ": " + problem);
    }
}
