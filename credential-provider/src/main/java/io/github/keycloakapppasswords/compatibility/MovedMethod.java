package io.github.keycloakapppasswords.compatibility;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Version;

/**
 * A method of Keycloak that has another name or other parameters in some of the versions that this JAR serves.
 *
 * <p><b>Security.</b> Keycloak's class is searched once, when this object is made. {@link #require()} is for the start of
 * the server: a Keycloak that has none of the forms does not start, so that no check is left out because its method is
 * missing. Instances may be shared between threads.
 */
public final class MovedMethod {

    private final Class<?> owner;
    private final List<Form> forms;
    private final @Nullable MethodHandle handle;

    /**
     * A form of the method.
     *
     * @param name the name of the method
     * @param type what it returns and takes, without the object that it is called on
     */
    public record Form(String name, MethodType type) {}

    private MovedMethod(Class<?> owner, List<Form> forms, @Nullable MethodHandle handle) {
        this.owner = owner;
        this.forms = forms;
        this.handle = handle;
    }

    /**
     * Searches a public class of Keycloak.
     *
     * @param forms of public, non-static methods; the first one that exists counts
     */
    public static MovedMethod of(Class<?> owner, Form... forms) {
        MethodHandle found = null;
        for (Form form : forms) {
            found = found == null ? find(owner, form) : found;
        }
        return new MovedMethod(owner, List.of(forms), found);
    }

    private static @Nullable MethodHandle find(Class<?> owner, Form form) {
        try {
            return MethodHandles.publicLookup().findVirtual(owner, form.name(), form.type());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /** @throws IllegalStateException with a finished sentence, if this Keycloak is too old or has none of the forms */
    public void require() {
        require(Version.VERSION);
    }

    void require(String version) {
        ServedKeycloak.refuseOlder(version);
        if (handle == null) {
            throw new IllegalStateException("Keycloak App Passwords does not work with Keycloak " + version
                    + ": " + owner.getSimpleName() + "." + forms.get(0).name()
                    + " has changed. Look for a release of"
                    + " Keycloak App Passwords that names this version, or take the JAR out of providers/ and run kc.sh"
                    + " build.");
        }
    }

    /**
     * The form that this Keycloak has; its first parameter is the object that the method is called on.
     *
     * @throws NoSuchElementException if there is none; not after {@link #require()}
     */
    public MethodHandle handle() {
        if (handle == null) {
            throw new NoSuchElementException(
                    owner.getSimpleName() + "." + forms.get(0).name());
        }
        return handle;
    }
}
