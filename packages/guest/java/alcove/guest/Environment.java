package alcove.guest;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TimeZone;

/**
 * Sets environment variables after the JVM has started. Java reads the environment once and exposes it read-only; child
 * processes get a copy of the same map.
 */
final class Environment {
    private Environment() {}

    @SuppressWarnings("unchecked")
    static void add(Map<String, Object> variables) throws ReflectiveOperationException {
        Field field = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
        field.setAccessible(true);
        Map<Object, Object> environment = (Map<Object, Object>) field.get(null);
        Method variable = valueOf("Variable"), value = valueOf("Value");
        for (Map.Entry<String, Object> entry : variables.entrySet()) {
            if (entry.getKey().equals("TZ")) setZone(entry.getValue().toString());
            environment.put(variable.invoke(null, entry.getKey()), value.invoke(null, entry.getValue().toString()));
        }
    }

    /** The JVM has read TZ already. POSIX lets it begin with a colon. */
    private static void setZone(String name) {
        TimeZone.setDefault(TimeZone.getTimeZone(name.startsWith(":") ? name.substring(1) : name));
    }

    private static Method valueOf(String name) throws ReflectiveOperationException {
        Method method = Class.forName("java.lang.ProcessEnvironment$" + name).getDeclaredMethod("valueOf", String.class);
        method.setAccessible(true);
        return method;
    }
}
