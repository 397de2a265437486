package alcove.guest;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.BaseStream;

/** Writes values as JSON text: maps, lists, arrays, records, beans, strings, numbers and types with a text form. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** @throws IllegalArgumentException for values that JSON cannot express */
    public static String of(Object value) {
        JsonText json = new JsonText();
        json.value(value, 0);
        return json.out.toString();
    }

    static byte[] bytesOf(Object value) {
        return of(value).getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value, int depth) {
        String text = value == null ? null : textOf(value);
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("The value is nested deeper than " + Json.MAX_DEPTH + " levels, or contains itself");
        }
        if (value == null) out.append("null");
        else if (value instanceof CharSequence || value instanceof Character) string(value.toString());
        else if (value instanceof Boolean) out.append(value);
        else if (value instanceof Number number) number(number);
        else if (value instanceof Map<?, ?> map) map(map, depth);
        else if (text != null) string(text);
        else if (value instanceof Iterable<?> items) items(items.iterator(), depth);
        else if (value instanceof Iterator<?> items) items(items, depth);
        else if (value instanceof BaseStream<?, ?> items) items(items.iterator(), depth);
        else if (value.getClass().isArray()) array(value, depth);
        else if (value instanceof Optional<?> optional) value(optional.orElse(null), depth);
        else if (value instanceof OptionalInt optional) value(optional.isPresent() ? optional.getAsInt() : null, depth);
        else if (value instanceof OptionalLong optional) value(optional.isPresent() ? optional.getAsLong() : null, depth);
        else if (value instanceof OptionalDouble optional) value(optional.isPresent() ? optional.getAsDouble() : null, depth);
        else if (value instanceof AtomicBoolean flag) out.append(flag.get());
        else if (value instanceof Record record) map(fieldsOf(record), depth);
        else if (Beans.isBean(value)) map(Beans.propertiesOf(value), depth);
        else throw new IllegalArgumentException("A value of " + value.getClass() + " cannot be JSON: answer a Map, a List, a record, a bean, a String, a number, a boolean or null");
    }

    /** The text of values that stand for one: moments, places, names. Null for all others. */
    private static String textOf(Object value) {
        if (value instanceof Enum<?> constant) return constant.name();
        if (value instanceof Date date) return Instant.ofEpochMilli(date.getTime()).toString();
        if (value instanceof Calendar calendar) return calendar.toInstant().toString();
        if (value instanceof TimeZone zone) return zone.getID();
        if (value instanceof Locale locale) return locale.toLanguageTag();
        return value instanceof TemporalAccessor || value instanceof TemporalAmount || value instanceof ZoneId
            || value instanceof UUID || value instanceof Path || value instanceof java.io.File
            || value instanceof java.net.URI || value instanceof java.net.URL || value instanceof Charset
            || value instanceof Currency ? value.toString() : null;
    }

    private void number(Number number) {
        boolean ownsText = number instanceof BigDecimal || number instanceof BigInteger;
        if (!ownsText && !Double.isFinite(number.doubleValue())) throw new IllegalArgumentException(number + " cannot be JSON");
        out.append(number.getClass().getClassLoader() == null ? number.toString() : decimal(number).toString());
    }

    /** A Number class of the function, such as a fraction. Its text may not be JSON. */
    private static BigDecimal decimal(Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException noDecimal) {
            return BigDecimal.valueOf(number.doubleValue());
        }
    }

    private void map(Map<?, ?> map, int depth) {
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(comma);
            comma = ",";
            string(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue(), depth + 1);
        }
        out.append('}');
    }

    private void items(Iterator<?> items, int depth) {
        out.append('[');
        String comma = "";
        while (items.hasNext()) {
            out.append(comma);
            comma = ",";
            value(items.next(), depth + 1);
        }
        out.append(']');
    }

    private void array(Object array, int depth) {
        out.append('[');
        for (int index = 0; index < Array.getLength(array); index++) {
            if (index > 0) out.append(',');
            value(Array.get(array, index), depth + 1);
        }
        out.append(']');
    }

    static Map<String, Object> fieldsOf(Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) fields.put(component.getName(), read(component, record));
        return fields;
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (InvocationTargetException thrown) {
            throw new IllegalArgumentException("The record's " + component.getName() + " cannot be read", thrown.getCause());
        } catch (ReflectiveOperationException refused) {
            throw new IllegalArgumentException("The record's " + component.getName() + " cannot be read", refused);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || isHalf(text, index)) out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }

    /** A lone surrogate has no UTF-8 encoding, so it is escaped. */
    private static boolean isHalf(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
