package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.Nullable;

/**
 * From where an owner made an app password, as the owner reads it in a mail.
 *
 * @param address of the browser; {@code null}: not known
 * @param name of the browser, like {@code Firefox}; {@code null}: not known
 * @param system on which the browser runs, like {@code Linux}; {@code null}: not known
 */
public record MakerBrowser(@Nullable String address, @Nullable String name, @Nullable String system) {}
