package io.github.keycloakapppasswords.linkage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;

/**
 * Whether the shipped JAR links with a Keycloak: what it names is there, and what it overrides is there to be overridden.
 * The JVM would find out only when the code runs.
 */
public final class Linkage implements AutoCloseable {

    private final ClassPath classes;
    private final List<ClassFile> ours;

    private Linkage(ClassPath classes, List<ClassFile> ours) {
        this.classes = classes;
        this.ours = ours;
    }

    /** Of the JAR in an unpacked distribution of Keycloak. */
    public static Linkage of(Path jar, Path distribution) {
        ClassPath classes = ClassPath.of(distribution, jar);
        return new Linkage(classes, classes.in(jar));
    }

    /** Everything that would end in a linkage error, as one line each. */
    public List<String> errors() {
        TreeSet<String> errors = new TreeSet<>();
        for (ClassFile file : ours) {
            file.classes().stream()
                    .filter(name -> classes.find(name).isEmpty())
                    .forEach(name -> errors.add("no class " + name + " (in " + file.name() + ")"));
            file.mentions().stream().flatMap(mention -> error(mention).stream()).forEach(errors::add);
            errors.addAll(unimplemented(file));
        }
        return List.copyOf(errors);
    }

    private Optional<String> error(Mention mention) {
        List<ClassFile> ancestry = classes.ancestry(mention.owner());
        if (ancestry.isEmpty()) {
            // errors() has its class
            return Optional.empty();
        }
        String key = mention.name() + mention.descriptor();
        return ancestry.stream()
                .filter(file -> members(file, mention).containsKey(key))
                .findFirst()
                .map(file -> misfit(mention, file))
                .orElseGet(() -> isSignaturePolymorphic(mention)
                        ? Optional.empty()
                        : Optional.of("nothing like " + mention.text()));
    }

    private Optional<String> misfit(Mention mention, ClassFile declaring) {
        int access = members(declaring, mention).getOrDefault(mention.name() + mention.descriptor(), 0);
        if (((access & Opcodes.ACC_STATIC) != 0) != mention.isStatic()) {
            return Optional.of("static or not: " + mention.text());
        }
        boolean foreign = !isOurs(declaring.name());
        if (foreign && (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
            return Optional.of("not accessible: " + mention.text());
        }
        if (foreign && !declaring.is(Opcodes.ACC_PUBLIC) && !isVisibleByOwner(mention)) {
            return Optional.of("class not accessible: " + mention.text());
        }
        return Optional.empty();
    }

    private boolean isVisibleByOwner(Mention mention) {
        return classes.find(mention.owner())
                .map(owner -> owner.is(Opcodes.ACC_PUBLIC))
                .orElse(false);
    }

    private static Map<String, Integer> members(ClassFile file, Mention mention) {
        return mention.isField() ? file.fields() : file.methods();
    }

    /** {@code MethodHandle.invoke} and its like take any types (JVM specification, section 2.9.3). */
    private static boolean isSignaturePolymorphic(Mention mention) {
        return "java/lang/invoke/MethodHandle".equals(mention.owner())
                || "java/lang/invoke/VarHandle".equals(mention.owner());
    }

    private List<String> unimplemented(ClassFile file) {
        List<String> missing = new ArrayList<>();
        if (file.is(Opcodes.ACC_ABSTRACT) || file.is(Opcodes.ACC_INTERFACE)) {
            return missing;
        }
        List<ClassFile> ancestry = classes.ancestry(file.name());
        for (ClassFile ancestor : ancestry) {
            ancestor.methods().forEach((key, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0 && !isImplemented(key, ancestry)) {
                    missing.add(file.name() + " does not implement " + ancestor.name() + "#" + key);
                }
            });
        }
        return missing;
    }

    private static boolean isImplemented(String key, List<ClassFile> ancestry) {
        return ancestry.stream()
                .anyMatch(file -> file.methods().containsKey(key)
                        && (file.methods().get(key) & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0);
    }

    /**
     * The methods of ours that Keycloak, or what it carries, calls by a name of its own: a Keycloak without one of them would
     * never call it, and no error would say so.
     */
    public List<String> overrides() {
        TreeSet<String> overrides = new TreeSet<>();
        for (ClassFile file : ours) {
            List<ClassFile> foreign = classes.ancestry(file.name()).stream()
                    .filter(ancestor -> !isOurs(ancestor.name()))
                    .toList();
            file.methods().forEach((key, access) -> {
                boolean overridable =
                        (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0 && !key.startsWith("<");
                if (overridable && foreign.stream().anyMatch(ancestor -> declares(ancestor, key))) {
                    overrides.add(file.name() + "#" + key);
                }
            });
        }
        return List.copyOf(overrides);
    }

    private static boolean declares(ClassFile ancestor, String key) {
        Integer access = ancestor.methods().get(key);
        return access != null && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
    }

    /** The names of Keycloak's classes that the JAR names, each with the file name of the JAR that has it. */
    public Map<String, String> keycloakClasses() {
        Map<String, String> found = new TreeMap<>();
        ours.stream()
                .flatMap(file -> file.classes().stream())
                .filter(name -> name.startsWith("org/keycloak/"))
                .forEach(name -> found.put(name, classes.jarOf(name).orElse("")));
        return found;
    }

    /** The simple names of the JAR's classes that name a class of Keycloak, as a class or in a query. */
    Set<String> whoNames(String simpleName) {
        return ours.stream()
                .filter(file -> file.classes().stream()
                                .anyMatch(name -> name.startsWith("org/keycloak/")
                                        && simpleName(name).equals(simpleName))
                        || file.texts().stream().anyMatch(text -> text.contains(simpleName + " ")))
                .map(file -> simpleName(file.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without the package, and without the names of nested classes. */
    static String simpleName(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceAll("\\$.*", "");
    }

    private static boolean isOurs(String name) {
        return name.startsWith("io/github/keycloakapppasswords/");
    }

    @Override
    public void close() {
        classes.close();
    }
}
