package io.github.keycloakapppasswords.watch;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.SingleUseObjectProvider;

/** Keycloak's single-use objects in memory, without an end. */
final class SingleUseObjects {

    private final Map<String, Map<String, String>> objects = new HashMap<>();

    @SuppressWarnings("unchecked")
    SingleUseObjectProvider provider() {
        return (SingleUseObjectProvider) Proxy.newProxyInstance(
                SingleUseObjectProvider.class.getClassLoader(),
                new Class<?>[] {SingleUseObjectProvider.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "put" -> {
                        objects.put((String) arguments[0], (Map<String, String>) arguments[2]);
                        yield null;
                    }
                    case "get" -> objects.get(arguments[0]);
                    case "contains" -> objects.containsKey(arguments[0]);
                    case "remove" -> objects.remove(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    int size() {
        return objects.size();
    }

    @Override
    public String toString() {
        return objects.toString();
    }
}
