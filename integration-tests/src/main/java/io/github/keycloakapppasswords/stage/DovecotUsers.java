package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;

/** As whom the processes of a Dovecot run: its own users when root starts it, otherwise all as whoever starts it. */
public final class DovecotUsers {
    private static final String AUTH_USER = "dovecot";
    private static final String MAIL_USER = "nobody";
    private static final String MAIL_GROUP = "nogroup";

    private final String self;

    private DovecotUsers(String self) {
        this.self = self;
    }

    public static DovecotUsers ofThisProcess() {
        return new DovecotUsers(System.getProperty("user.name"));
    }

    /** As whom the mail processes run. */
    String mailUser() {
        return root() ? MAIL_USER : self;
    }

    /** The group of {@link #mailUser()}. */
    String mailGroup(Path ownFile) throws IOException {
        return root() ? MAIL_GROUP : group(ownFile);
    }

    /** Lets the mail processes write here. */
    public void giveMail(Path path) throws IOException {
        give(path, MAIL_USER);
    }

    /** Lets the authentication processes read this. */
    void giveSecret(Path file) throws IOException {
        give(file, AUTH_USER);
    }

    /**
     * Settings for these users.
     *
     * @param ownFile a file of this process's user and group
     */
    public String configuration(Path ownFile) throws IOException {
        if (root()) {
            return """
                    mail_uid = %s
                    mail_gid = %s
                    """
                    .formatted(MAIL_USER, MAIL_GROUP);
        }
        return """
                default_internal_user = %1$s
                default_login_user = %1$s
                default_internal_group = %2$s
                mail_uid = %1$s
                mail_gid = %2$s
                first_valid_uid = 1
                first_valid_gid = 0
                service anvil {
                  chroot =
                }
                service imap-login {
                  chroot =
                }
                service pop3-login {
                  chroot =
                }
                service submission-login {
                  chroot =
                }
                service managesieve-login {
                  chroot =
                }
                """
                .formatted(self, group(ownFile));
    }

    private static String group(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class).group().getName();
    }

    private void give(Path path, String user) throws IOException {
        if (root()) {
            UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(path, names.lookupPrincipalByName(user));
        }
    }

    private boolean root() {
        return self.equals("root");
    }
}
