package io.github.keycloakapppasswords.appleprofile;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Makes and reads signatures. Bouncy Castle is Keycloak's own; its classes with these names are in its edition for FIPS too.
 * All cryptography is that of Java's providers.
 */
final class SignedProfile {

    private static final String ENCODING = "DER";

    private SignedProfile() {}

    /** The profile with its signature, and with the certificates of the key. */
    static byte[] of(byte[] profile, SigningKey key) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder(key.algorithm()).build(key.key()), key.certificate()));
            generator.addCertificates(new JcaCertStore(key.chain()));
            return generator
                    .generate(new CMSProcessableByteArray(profile), true)
                    .getEncoded(ENCODING);
        } catch (OperatorCreationException | CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalStateException("The profile could not be signed.", e);
        }
    }

    /** Whether the one signature was made by the key of this certificate. */
    static boolean isSignedBy(byte[] signed, X509Certificate certificate) {
        try {
            for (SignerInformation signer : new CMSSignedData(signed).getSignerInfos()) {
                // by the public key: a certificate that has ended is another matter
                if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate.getPublicKey()))) {
                    return false;
                }
            }
            return true;
        } catch (CMSException e) {
            return false;
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("The signature cannot be checked here.", e);
        }
    }
}
