package io.github.keycloakapppasswords.appleprofile;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs profiles with the server's key, by CMS (RFC 5652) with the profile inside. The key is an option of the server, for all
 * realms: no realm's export has it. Safe for several threads.
 *
 * <p>A server without a key needs no Bouncy Castle: nothing here names its classes but {@link SignedProfile}, which is loaded
 * when a key signs.
 */
public final class ProfileSigner {

    /** A keystore with one private key and its certificates. */
    public static final String KEYSTORE = "profile-keystore";

    /** Its password, and that of the key. */
    public static final String PASSWORD = "profile-keystore-password";

    /** Which key, if there are several. */
    public static final String ALIAS = "profile-key-alias";

    private static final String OPTION_PREFIX = "spi-required-action--configure-app-password--";
    private static final Logger LOG = Logger.getLogger(ProfileSigner.class);
    private static final Duration ENDS_SOON = Duration.ofDays(30);

    private final @Nullable SigningKey key;
    private final AtomicBoolean saidThatItEnded = new AtomicBoolean();

    private ProfileSigner(@Nullable SigningKey key) {
        this.key = key;
    }

    /**
     * The options as they are set.
     *
     * @param keystore a path; {@code null}: no profile is signed
     */
    public record Options(@Nullable String keystore, @Nullable String password, @Nullable String alias) {

        @Override
        public String toString() {
            return "Options[" + keystore + "]";
        }
    }

    /** A signer without a key. */
    public static ProfileSigner none() {
        return new ProfileSigner(null);
    }

    /**
     * The signer that the options describe. A certificate that has ended is no reason not to start: no profile is signed then,
     * and the log says so.
     *
     * @throws IllegalArgumentException with a finished sentence that names the option: the server does not start
     */
    public static ProfileSigner of(Options options, Instant now) {
        if (options.keystore() == null) {
            if (options.password() != null || options.alias() != null) {
                throw invalid(
                        KEYSTORE, "is missing, and " + (options.password() != null ? PASSWORD : ALIAS) + " is set.");
            }
            return none();
        }
        ProfileSigner signer = new ProfileSigner(SigningKey.load(options));
        signer.requireThatItSigns();
        if (signer.name(now).isPresent() && !signer.isValid(now.plus(ENDS_SOON))) {
            LOG.warnf(
                    "The certificate that signs Apple profiles (option %s) ends within 30 days. Renew it.",
                    OPTION_PREFIX + KEYSTORE);
        }
        return signer;
    }

    static IllegalArgumentException invalid(String option, String problem) {
        return new IllegalArgumentException(OPTION_PREFIX + option + " " + problem);
    }

    /**
     * Who signs, for people; empty without a key, or if its certificate is not valid at that time. The log says so once for
     * each time for which the certificate is not valid.
     */
    public Optional<String> name(Instant now) {
        if (key == null) {
            return Optional.empty();
        }
        X509Certificate certificate = key.certificate();
        if (isValid(now)) {
            saidThatItEnded.set(false);
            return Optional.of(SignerName.of(certificate));
        }
        if (saidThatItEnded.compareAndSet(false, true)) {
            LOG.errorf(
                    "The certificate that signs Apple profiles (option %s) is valid from %s to %s. Until it is"
                            + " renewed and Keycloak is started again, no profile is signed.",
                    OPTION_PREFIX + KEYSTORE,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
        return Optional.empty();
    }

    private boolean isValid(Instant time) {
        return key != null
                && !time.isBefore(key.certificate().getNotBefore().toInstant())
                && !time.isAfter(key.certificate().getNotAfter().toInstant());
    }

    /** The signed profile, with the profile and the certificates in it. For a signer whose {@link #name} is known. */
    public byte[] sign(byte[] profile) {
        if (key == null) {
            throw new IllegalStateException("There is no key to sign with.");
        }
        return SignedProfile.of(profile, key);
    }

    /** So that a key that does not fit, or a library that is missing, is found at the start and not by an owner. */
    private void requireThatItSigns() {
        try {
            byte[] signed = sign(new byte[] {0});
            if (key == null || !SignedProfile.isSignedBy(signed, key.certificate())) {
                throw invalid(KEYSTORE, "names a keystore whose certificate is not that of its private key.");
            }
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    OPTION_PREFIX + KEYSTORE + " names a keystore whose private key cannot sign here.", e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(
                    OPTION_PREFIX + KEYSTORE + " needs Bouncy Castle's bcpkix, which this Keycloak does not have.", e);
        }
    }
}
