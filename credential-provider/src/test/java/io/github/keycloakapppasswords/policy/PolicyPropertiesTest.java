package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

class PolicyPropertiesTest {

    /** Realms have stored their policy under these names. */
    @Test
    void showsEachSettingInItsPlaceAndAsItsType() {
        assertThat(PolicyProperties.all().stream().map(PolicyPropertiesTest::written))
                .containsExactly(
                        "second-factors MultivaluedList [otp, webauthn, webauthn-passwordless]",
                        "identity-provider-factors MultivaluedString",
                        "freshness-seconds String",
                        "enrolment-offered List [default, true, false]",
                        "suspension-grace-hours String",
                        "enrolment-wait-hours String",
                        "protocols MultivaluedString",
                        "maximum-per-user String",
                        "default-lifetime-days String",
                        "longest-lifetime-days String",
                        "owners-may-restrict-networks List [default, true, false]",
                        "servers MultivaluedString",
                        "mail-domains MultivaluedString",
                        "mail-user-name List [default, address, local-part]",
                        "unsigned-profiles List [default, true, false]",
                        "idle-expiry-days String",
                        "never-used-expiry-days String",
                        "on-password-change List [default, keep, revoke]",
                        "on-password-reset-by-email List [default, keep, revoke]",
                        "on-password-set-by-admin List [default, keep, revoke]",
                        "tombstone-retention-days String",
                        "address-retention-days String",
                        "mail-when-made List [default, true, false]",
                        "mail-before-expiry List [default, true, false]",
                        "mail-when-disused List [default, true, false]",
                        "mail-when-password-set List [default, true, false]",
                        "mail-when-factor-removed List [default, true, false]",
                        "mail-when-factor-added List [default, true, false]",
                        "mail-when-new-network List [default, true, false]");
    }

    private static String written(ProviderConfigProperty property) {
        String options = property.getOptions() == null ? "" : " " + property.getOptions();
        return property.getName() + " " + property.getType() + options;
    }

    @Test
    void saysThatOnlyTheMailAboutANewNetworkNeedsAddresses() {
        assertThat(PolicyProperties.all())
                .filteredOn(property -> property.getHelpText().contains("Needs addresses to be kept."))
                .extracting(ProviderConfigProperty::getName)
                .containsExactly("mail-when-new-network");
    }
}
