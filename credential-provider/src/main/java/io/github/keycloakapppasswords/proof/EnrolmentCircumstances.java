package io.github.keycloakapppasswords.proof;

/**
 * The circumstances of an authentication in which a second factor has just been enrolled.
 *
 * <p><b>Security.</b> Everybody with the main password, a session or the mailbox can enrol a factor. Taking every enrolment as
 * proof would let each of them make app passwords, so it counts only in the two cases of {@link #countsAsProof}.
 *
 * @param hadFactor the user had a second factor of any kind, accepted or not, when the authentication began
 * @param provedFormerFactor one of those was completed in this very authentication, no longer ago than the policy's freshness
 * @param waiting the user's last second factor was removed less than the policy's waiting time ago, and not by an admin
 * @param firstFactorInteractive the user gave a password or another credential in this very authentication
 * @param singleSignOn the authentication rests on a session that was there before
 * @param actionToken the authentication came by an e-mailed link (reset of credentials, required actions)
 * @param impersonated an admin is signed in as the user
 */
record EnrolmentCircumstances(
        boolean hadFactor,
        boolean provedFormerFactor,
        boolean waiting,
        boolean firstFactorInteractive,
        boolean singleSignOn,
        boolean actionToken,
        boolean impersonated) {

    /**
     * Whether the enrolment proves the second factor: the user had none for the waiting time and has just given the first factor, or has
     * just proved one that was there before; and neither an e-mailed link nor an admin brought this authentication about.
     */
    boolean countsAsProof() {
        if (actionToken || impersonated) {
            return false;
        }
        return hadFactor ? provedFormerFactor : !waiting && firstFactorInteractive && !singleSignOn;
    }
}
