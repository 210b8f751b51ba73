package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/** The policy of a realm, whose required action may have any configuration or none. */
class PolicyTest {

    private static final Map<String, String> GOOD = Map.of("maximum-per-user", "7", "address-retention-days", "7");
    private static final Map<String, String> BAD = Map.of("maximum-per-user", "many", "address-retention-days", "long");

    private static RealmModel realm(String id, @Nullable RequiredActionConfigModel config) {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, arguments) -> method.getName().equals("getRequiredActionConfigByAlias") ? config : id);
    }

    private static RealmModel realm(String id, Map<String, String> settings) {
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        config.setConfig(settings);
        return realm(id, config);
    }

    @Test
    void isOfTheConfigurationOfTheRequiredAction() {
        assertThat(Policy.of(realm("good", GOOD)).maximumPerUser()).isEqualTo(7);
        assertThat(Policy.ifValid(realm("good", GOOD))).hasValueSatisfying(policy -> assertThat(policy.maximumPerUser())
                .isEqualTo(7));
        assertThat(Policy.ifValidOrLogged(realm("good", GOOD)))
                .hasValueSatisfying(
                        policy -> assertThat(policy.maximumPerUser()).isEqualTo(7));
        assertThat(Policy.inForce(realm("good", GOOD)).maximumPerUser()).isEqualTo(7);
    }

    @Test
    void isTheDefaultWithoutAConfiguration() {
        Policy defaults = PolicySettings.read(Map.of());

        assertThat(Policy.of(realm("none", (RequiredActionConfigModel) null))).isEqualTo(defaults);
        assertThat(Policy.of(realm("empty", new RequiredActionConfigModel()))).isEqualTo(defaults);
    }

    @Test
    void isNoneForMakingWhileItIsInvalid() {
        assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> Policy.of(realm("bad", BAD)));
        assertThat(Policy.ifValid(realm("bad", BAD))).isEmpty();
        assertThat(Policy.ifValidOrLogged(realm("bad", BAD))).isEmpty();
    }

    /** An end cannot be undone, and the defaults may be stricter than what the admin meant. */
    @Test
    void endsNothingForDisuseWhileItIsInvalid() {
        assertThat(Policy.lifeCycleInForce(realm("worse", BAD)))
                .isEqualTo(PolicySettings.read(Map.of()).lifeCycle().withoutDisuse());
        assertThat(Policy.lifeCycleInForce(realm("better", GOOD)))
                .isEqualTo(PolicySettings.read(Map.of()).lifeCycle());
    }

    @Test
    void keepsNoAddressWhereTheRetentionIsZeroOrInvalid() {
        assertThat(Retention.of(realm("good", GOOD))).hasValue(new Retention(Duration.ofDays(90), Duration.ofDays(7)));
        assertThat(Retention.keepsAddresses(realm("good", GOOD))).isTrue();
        assertThat(Retention.keepsAddresses(realm("none", (RequiredActionConfigModel) null)))
                .isTrue();
        assertThat(Retention.keepsAddresses(realm("empty", new RequiredActionConfigModel())))
                .isTrue();
        assertThat(Retention.keepsAddresses(realm("zero", Map.of("address-retention-days", "0"))))
                .isFalse();
        assertThat(Retention.of(realm("bad", BAD))).isEmpty();
        assertThat(Retention.keepsAddresses(realm("bad", BAD))).isFalse();
    }
}
