package io.github.keycloakapppasswords.appleprofile;

import java.security.cert.X509Certificate;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Reads what was signed. */
final class SignedProfile {

    private SignedProfile() {}

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
