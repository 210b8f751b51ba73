/** The QR code that sets up a mail account in Thunderbird for Android. */
@NullMarked
package io.github.keycloakapppasswords.qrcode;

import org.jspecify.annotations.NullMarked;
