package alcove.guest;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Converts between JSON values and Java beans, as handlers of AWS take and return them. */
final class Beans {
    private Beans() {}

    /** A JSON value as this type: a bean gets its setters called, or its fields set. Unknown names are ignored. */
    static Object read(Object json, Type type) throws ReflectiveOperationException {
        Class<?> raw = type instanceof Class<?> known ? known
            : type instanceof ParameterizedType of && of.getRawType() instanceof Class<?> known ? known : Object.class;
        if (raw == Optional.class) return Optional.ofNullable(read(json, argument(type, 0)));
        // Zero or false where the type knows no null.
        if (json == null) return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0) : null;
        if (raw.isInstance(json) && takesAny(type)) return json;
        if (json instanceof Number number && (raw.isPrimitive() || Number.class.isAssignableFrom(raw))) return numberAs(number, raw);
        if (raw == String.class) return json instanceof String ? json : JsonText.of(json);
        if (raw == boolean.class || raw == Boolean.class) return json;
        if (raw.isEnum()) {
            for (Object constant : raw.getEnumConstants()) if (((Enum<?>) constant).name().equals(json)) return constant;
            throw new IllegalArgumentException(raw.getSimpleName() + " has no " + json);
        }
        if (json instanceof List<?> list && (raw.isArray() || Collection.class.isAssignableFrom(raw))) return listAs(list, raw, type);
        if (json instanceof Map<?, ?> map && Map.class.isAssignableFrom(raw)) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) values.put((String) entry.getKey(), read(entry.getValue(), argument(type, 1)));
            return values;
        }
        if (raw.isInstance(json)) return json;
        Object read = json instanceof String text ? textAs(text, raw) : null;
        if (read != null) return read;
        if (json instanceof Map<?, ?> map) return raw.isRecord() ? recordOf(map, raw) : beanOf(map, raw);
        throw new IllegalArgumentException("The handler takes a " + raw.getSimpleName() + " and the event is a " + json.getClass().getSimpleName());
    }

    /** Whether this is an object of the function's own classes with something to read: a getter or a public field. */
    static boolean isBean(Object value) {
        Class<?> type = value.getClass();
        if (value instanceof Record || value instanceof Map || value instanceof Iterable || value instanceof Enum || type.isArray()
            || type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader()) return false;
        for (Method method : type.getMethods()) if (propertyOf(method) != null) return true;
        for (Field field : type.getFields()) if (!Modifier.isStatic(field.getModifiers())) return true;
        return false;
    }

    /**
     * What the getters and public fields of a bean give, by name. What is null is left out.
     *
     * @throws IllegalArgumentException if a getter throws
     */
    static Map<String, Object> propertiesOf(Object bean) {
        Map<String, Object> properties = new LinkedHashMap<>();
        try {
            for (Method method : bean.getClass().getMethods()) {
                String name = propertyOf(method);
                if (name == null) continue;
                method.setAccessible(true);
                Object value = method.invoke(bean);
                if (value != null) properties.put(name, value);
            }
            for (Field field : bean.getClass().getFields()) {
                if (Modifier.isStatic(field.getModifiers())) continue;
                field.setAccessible(true);
                Object value = field.get(bean);
                if (value != null) properties.putIfAbsent(field.getName(), value);
            }
        } catch (InvocationTargetException thrown) {
            throw new IllegalArgumentException("A getter of " + bean.getClass() + " failed", thrown.getCause());
        } catch (ReflectiveOperationException refused) {
            throw new IllegalArgumentException("A property of " + bean.getClass() + " cannot be read", refused);
        }
        return properties;
    }

    /** The property that this method reads, as `getName` and `isReady` do; null if it reads none. */
    private static String propertyOf(Method method) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : 0;
        if (prefix == 0 || name.length() == prefix || method.getParameterCount() > 0 || method.getReturnType() == void.class
            || name.equals("getClass") || Modifier.isStatic(method.getModifiers())) return null;
        return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }

    /** Whether any JSON value of this class is one of the type as it is: a Map, a Map<String, Object>, a List<?>. */
    private static boolean takesAny(Type type) {
        if (!(type instanceof ParameterizedType generic)) return true;
        Type[] arguments = generic.getActualTypeArguments();
        Type last = arguments[arguments.length - 1];
        return last == Object.class || last instanceof WildcardType;
    }

    /** A text as a type that has a text form; null if it is none of these. */
    private static Object textAs(String text, Class<?> type) throws ReflectiveOperationException {
        if (type == UUID.class) return UUID.fromString(text);
        if (type == URI.class) return URI.create(text);
        if (type == Date.class) return Date.from(Instant.parse(text));
        if (type == ZoneId.class) return ZoneId.of(text);
        if ((type == char.class || type == Character.class) && text.length() == 1) return text.charAt(0);
        if (type == byte[].class) return Base64.getDecoder().decode(text);
        if (type == ByteBuffer.class) return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        // Types of java.time, and Joda's, which AWS's events have.
        boolean standard = type.getPackageName().equals("java.time");
        if (standard || type.getPackageName().equals("org.joda.time")) {
            try {
                return type.getMethod("parse", standard ? CharSequence.class : String.class).invoke(null, text);
            } catch (NoSuchMethodException hasNone) {
                return null;
            } catch (InvocationTargetException refused) {
                throw new IllegalArgumentException("\"" + text + "\" is no " + type.getSimpleName(), refused.getCause());
            }
        }
        return null;
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
            Method setter = setterOf(type, name);
            if (setter != null) {
                setter.invoke(bean, read(entry.getValue(), setter.getGenericParameterTypes()[0]));
                continue;
            }
            for (Field field : type.getFields()) {
                if (field.getName().equals(name)) field.set(bean, read(entry.getValue(), field.getGenericType()));
            }
        }
        return bean;
    }

    /**
     * The setter of exactly this name, or the one that AWS's events have for it: `isBase64Encoded` has setBase64Encoded,
     * `eventSourceARN` has setEventSourceArn, and `detail-type` has setDetailType.
     */
    private static Method setterOf(Class<?> type, String property) {
        String exact = Character.toUpperCase(property.charAt(0)) + property.substring(1), loose = property.replace("-", "");
        Method similar = null;
        for (Method method : type.getMethods()) {
            if (!method.getName().startsWith("set") || method.getParameterCount() != 1) continue;
            String name = method.getName().substring(3);
            if (name.equals(exact)) {
                similar = method;
                break;
            }
            if (name.equalsIgnoreCase(loose) || ("is" + name).equalsIgnoreCase(loose)) similar = method;
        }
        if (similar != null) similar.setAccessible(true);
        return similar;
    }

    private static Type argument(Type type, int at) {
        return type instanceof ParameterizedType of && of.getActualTypeArguments().length > at ? of.getActualTypeArguments()[at] : Object.class;
    }
}
