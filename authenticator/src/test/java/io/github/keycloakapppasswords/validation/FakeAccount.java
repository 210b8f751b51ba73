package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.Tombstone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user in memory. */
final class FakeAccount implements Account {

    final String id;
    final String username;

    @Nullable
    String email;

    boolean emailVerified = true;
    boolean enabled = true;
    boolean serviceAccount;
    boolean suspended;
    final Map<String, List<String>> attributes = new HashMap<>();
    final Set<String> roles = new HashSet<>();
    List<AppPasswordCredential> appPasswords = new ArrayList<>();

    List<Tombstone> tombstones = new ArrayList<>();

    FakeAccount(String username) {
        this.id = "id-of-" + username;
        this.username = username;
    }

    FakeAccount email(String address, boolean verified) {
        email = address;
        emailVerified = verified;
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String username() {
        return username;
    }

    @Override
    public @Nullable String email() {
        return email;
    }

    @Override
    public boolean emailVerified() {
        return emailVerified;
    }

    @Override
    public boolean enabled() {
        return enabled;
    }

    @Override
    public boolean serviceAccount() {
        return serviceAccount;
    }

    @Override
    public List<String> attribute(String name) {
        return attributes.getOrDefault(name, List.of());
    }

    @Override
    public List<AppPasswordCredential> appPasswords() {
        return appPasswords;
    }

    @Override
    public List<Tombstone> tombstones() {
        return tombstones;
    }

    @Override
    public boolean suspended(Instant now) {
        return suspended;
    }

    @Override
    public boolean hasRole(String roleId) {
        return roles.contains(roleId);
    }
}
