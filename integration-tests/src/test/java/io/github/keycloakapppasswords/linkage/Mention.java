package io.github.keycloakapppasswords.linkage;

/**
 * A method or field that a class names.
 *
 * @param from the class that names it
 * @param owner the class in which it is looked for
 * @param name of the method or field
 * @param descriptor of the method or field (JVM specification, section 4.3)
 * @param isField whether it is a field
 * @param isStatic whether the instruction needs a static one
 */
record Mention(String from, String owner, String name, String descriptor, boolean isField, boolean isStatic) {

    /** As a person would look for it. */
    String text() {
        return owner + (isField ? "#" + name + " " : "#" + name) + descriptor + " (in " + from + ")";
    }
}
