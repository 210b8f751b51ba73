package io.github.keycloakapppasswords.linkage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a class file declares and names. Names of classes are those of the JVM: {@code java/lang/String}. */
final class ClassFile {

    private static final int API = Opcodes.ASM9;

    private final ClassReader reader;
    private final Map<String, Integer> methods = new LinkedHashMap<>();
    private final Map<String, Integer> fields = new LinkedHashMap<>();

    private ClassFile(ClassReader reader) {
        this.reader = reader;
        reader.accept(new Declarations(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    static ClassFile read(byte[] bytes) {
        return new ClassFile(new ClassReader(bytes));
    }

    String name() {
        return reader.getClassName();
    }

    /** Null for {@code java/lang/Object} only. */
    @Nullable
    String parent() {
        return reader.getSuperName();
    }

    List<String> interfaces() {
        return List.of(reader.getInterfaces());
    }

    boolean is(int flag) {
        return (reader.getAccess() & flag) != 0;
    }

    /** Access flags of the methods that it declares, by name and descriptor. */
    Map<String, Integer> methods() {
        return methods;
    }

    /** Access flags of the fields that it declares, by name and descriptor. */
    Map<String, Integer> fields() {
        return fields;
    }

    /** The classes that it names, also in the types of what it calls; no arrays and primitives. */
    Set<String> classes() {
        Set<String> found = new LinkedHashSet<>();
        constants((kind, text) -> {
            if (kind == CONSTANT_CLASS) {
                add(found, Type.getObjectType(text));
            } else if (kind == CONSTANT_NAME_AND_TYPE || kind == CONSTANT_METHOD_TYPE) {
                add(found, Type.getType(text));
            }
        });
        return found;
    }

    /** The texts that its code has. */
    Set<String> texts() {
        Set<String> found = new LinkedHashSet<>();
        constants((kind, text) -> {
            if (kind == CONSTANT_STRING) {
                found.add(text);
            }
        });
        return found;
    }

    private static final int CONSTANT_CLASS = 7;
    private static final int CONSTANT_STRING = 8;
    private static final int CONSTANT_NAME_AND_TYPE = 12;
    private static final int CONSTANT_METHOD_TYPE = 16;

    private interface Constant {
        void of(int kind, String text);
    }

    /** The constant pool (JVM specification, section 4.4), as far as it is made of texts. */
    private void constants(Constant visitor) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int index = 1; index < reader.getItemCount(); index++) {
            int item = reader.getItem(index);
            int kind = item == 0 ? 0 : reader.readByte(item - 1);
            switch (kind) {
                case CONSTANT_CLASS, CONSTANT_STRING, CONSTANT_METHOD_TYPE ->
                    visitor.of(kind, reader.readUTF8(item, buffer));
                case CONSTANT_NAME_AND_TYPE -> visitor.of(kind, reader.readUTF8(item + 2, buffer));
                default -> {}
            }
        }
    }

    private static void add(Set<String> found, Type type) {
        switch (type.getSort()) {
            case Type.OBJECT -> found.add(type.getInternalName());
            case Type.ARRAY -> add(found, type.getElementType());
            case Type.METHOD -> {
                add(found, type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    add(found, argument);
                }
            }
            default -> {}
        }
    }

    /** The methods and fields that its code names. */
    List<Mention> mentions() {
        List<Mention> found = new ArrayList<>();
        reader.accept(
                new ClassVisitor(API) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new Code(found);
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found;
    }

    private final class Declarations extends ClassVisitor {
        private Declarations() {
            super(API);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            methods.put(name + descriptor, access);
            return null;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            fields.put(name + descriptor, access);
            return null;
        }
    }

    private final class Code extends MethodVisitor {
        private final List<Mention> found;

        private Code(List<Mention> found) {
            super(API);
            this.found = found;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            method(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            found.add(new Mention(name(), owner, name, descriptor, true, isStatic));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            constant(bootstrap);
            for (Object argument : arguments) {
                constant(argument);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        private void constant(Object value) {
            if (value instanceof Handle handle) {
                handle(handle);
            } else if (value instanceof ConstantDynamic dynamic) {
                constant(dynamic.getBootstrapMethod());
            }
        }

        private void handle(Handle handle) {
            if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
                boolean isStatic = handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC;
                found.add(new Mention(name(), handle.getOwner(), handle.getName(), handle.getDesc(), true, isStatic));
            } else {
                method(
                        handle.getOwner(),
                        handle.getName(),
                        handle.getDesc(),
                        handle.getTag() == Opcodes.H_INVOKESTATIC);
            }
        }

        private void method(String owner, String name, String descriptor, boolean isStatic) {
            // Arrays have the methods of Object.
            String declared = owner.startsWith("[") ? "java/lang/Object" : owner;
            if (!owner.startsWith("[") || !"clone".equals(name)) {
                found.add(new Mention(name(), declared, name, descriptor, false, isStatic));
            }
        }
    }
}
