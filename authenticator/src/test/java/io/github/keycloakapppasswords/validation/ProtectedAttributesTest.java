package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.userprofile.UserProfileProvider;

class ProtectedAttributesTest {

    private final UPConfig profile = new UPConfig();
    private final ProtectedAttributes attributes =
            new ProtectedAttributes(fake(KeycloakSession.class, fake(UserProfileProvider.class, profile)));

    private static <T> T fake(Class<T> type, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    private void manage(UPAttribute attribute) {
        profile.addOrReplaceAttribute(attribute);
    }

    @Test
    void areThoseThatOnlyAdminsMayEdit() {
        manage(new UPAttribute("mailbox", new UPAttributePermissions(Set.of("admin", "user"), Set.of("admin"))));

        assertThat(attributes.contains("mailbox")).isTrue();
    }

    @Test
    void areNoneThatOwnersMayEdit() {
        manage(new UPAttribute("mailbox", new UPAttributePermissions(Set.of("admin"), Set.of("admin", "user"))));

        assertThat(attributes.contains("mailbox")).isFalse();
    }

    /** Keycloak lets nobody but admins edit those. */
    @Test
    void areThoseWithoutPermissions() {
        manage(new UPAttribute("mailbox"));

        assertThat(attributes.contains("mailbox")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({",true", "ADMIN_VIEW,true", "ADMIN_EDIT,true", "ENABLED,false"})
    void areThoseOutsideTheProfileUnlessOwnersMayWriteThem(
            @Nullable UnmanagedAttributePolicy policy, boolean isProtected) {
        manage(new UPAttribute("another", new UPAttributePermissions(Set.of("user"), Set.of("user"))));
        profile.setUnmanagedAttributePolicy(policy);

        assertThat(attributes.contains("mailbox")).isEqualTo(isProtected);
    }
}
