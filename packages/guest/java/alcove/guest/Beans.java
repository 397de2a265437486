package alcove.guest;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts between JSON values and Java beans, as handlers of AWS take and return them. */
final class Beans {
    private Beans() {}

    /** A JSON value as this type: a bean gets its setters called, or its fields set. Unknown names are ignored. */
    static Object read(Object json, Type type) throws ReflectiveOperationException {
        Class<?> raw = type instanceof Class<?> known ? known
            : type instanceof ParameterizedType of && of.getRawType() instanceof Class<?> known ? known : Object.class;
        if (json == null) return null;
        if (json instanceof Number number && (raw.isPrimitive() || Number.class.isAssignableFrom(raw))) return numberAs(number, raw);
        if (raw == String.class) return json instanceof String ? json : JsonText.of(json);
        if (raw == boolean.class || raw == Boolean.class) return json;
        if (raw.isEnum()) {
            for (Object constant : raw.getEnumConstants()) if (((Enum<?>) constant).name().equals(json)) return constant;
            throw new IllegalArgumentException(raw.getSimpleName() + " has no " + json);
        }
        if (json instanceof List<?> list && (raw.isArray() || Collection.class.isAssignableFrom(raw))) return listAs(list, raw, type);
        if (json instanceof Map<?, ?> map && Map.class.isAssignableFrom(raw)) {
            Map<String, Object> read = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) read.put((String) entry.getKey(), read(entry.getValue(), argument(type, 1)));
            return read;
        }
        if (raw.isInstance(json)) return json;
        if (json instanceof Map<?, ?> map) return raw.isRecord() ? recordOf(map, raw) : beanOf(map, raw);
        throw new IllegalArgumentException("The handler takes a " + raw.getSimpleName() + " and the event is a " + json.getClass().getSimpleName());
    }

    /** What a handler returned, with maps for its beans. */
    static Object write(Object value) throws ReflectiveOperationException {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> written = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) written.put(entry.getKey(), write(entry.getValue()));
            return written;
        }
        if (value instanceof Collection<?> list) {
            List<Object> written = new ArrayList<>();
            for (Object each : list) written.add(write(each));
            return written;
        }
        if (value == null || value instanceof Record || value instanceof Enum<?> || value.getClass().isArray()
            || value.getClass().getName().startsWith("java.")) return value;
        Map<String, Object> written = new LinkedHashMap<>();
        for (Method method : value.getClass().getMethods()) {
            String name = method.getName();
            int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : 0;
            if (prefix == 0 || name.length() == prefix || method.getParameterCount() > 0 || name.equals("getClass")
                || Modifier.isStatic(method.getModifiers())) continue;
            method.setAccessible(true);
            Object property = write(method.invoke(value));
            if (property != null) written.put(Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1), property);
        }
        return written;
    }

    private static Object numberAs(Number number, Class<?> type) {
        if (type == int.class || type == Integer.class) return number.intValue();
        if (type == long.class || type == Long.class) return number.longValue();
        if (type == double.class || type == Double.class) return number.doubleValue();
        if (type == float.class || type == Float.class) return number.floatValue();
        if (type == short.class || type == Short.class) return number.shortValue();
        if (type == byte.class || type == Byte.class) return number.byteValue();
        if (type == BigDecimal.class) return new BigDecimal(number.toString());
        return type == java.math.BigInteger.class ? new java.math.BigInteger(number.toString()) : number;
    }

    private static Object listAs(List<?> list, Class<?> raw, Type type) throws ReflectiveOperationException {
        if (raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), list.size());
            for (int at = 0; at < list.size(); at++) Array.set(array, at, read(list.get(at), raw.getComponentType()));
            return array;
        }
        Collection<Object> read = Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
        for (Object each : list) read.add(read(each, argument(type, 0)));
        return read;
    }

    private static Object recordOf(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int at = 0; at < components.length; at++) {
            types[at] = components[at].getType();
            values[at] = read(map.get(components[at].getName()), components[at].getGenericType());
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object beanOf(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object bean = constructor.newInstance();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = (String) entry.getKey();
            if (name.isEmpty()) continue;
            Method setter = setterOf(type, "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
            if (setter != null) {
                Object value = read(entry.getValue(), setter.getGenericParameterTypes()[0]);
                if (value != null || !setter.getParameterTypes()[0].isPrimitive()) setter.invoke(bean, value);
                continue;
            }
            for (Field field : type.getFields()) {
                if (field.getName().equals(name)) field.set(bean, read(entry.getValue(), field.getGenericType()));
            }
        }
        return bean;
    }

    private static Method setterOf(Class<?> type, String name) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 1) {
                method.setAccessible(true);
                return method;
            }
        }
        return null;
    }

    private static Type argument(Type type, int at) {
        return type instanceof ParameterizedType of && of.getActualTypeArguments().length > at ? of.getActualTypeArguments()[at] : Object.class;
    }
}
