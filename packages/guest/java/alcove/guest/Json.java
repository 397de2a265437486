package alcove.guest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses JSON text (RFC 8259) into maps, lists, strings, numbers, booleans and null. */
public final class Json {
    /** Deeper than any event, and shallow enough for the stack. */
    static final int MAX_DEPTH = 512;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Empty text gives null. */
    public static Object parse(byte[] bytes) {
        return bytes.length == 0 ? null : parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException with the position */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.space();
        if (json.at < text.length()) throw json.wrong("the end");
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) throw new IllegalArgumentException("The JSON is nested deeper than " + MAX_DEPTH + " levels");
        space();
        if (at >= text.length()) throw wrong("a value");
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (next('}')) return map;
        do {
            space();
            if (at >= text.length() || text.charAt(at) != '"') throw wrong("a name in quotes");
            String name = string();
            if (!next(':')) throw wrong("':'");
            map.put(name, value(depth + 1));
        } while (next(','));
        if (!next('}')) throw wrong("',' or '}'");
        return map;
    }

    private List<Object> array(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        if (next(']')) return list;
        do {
            list.add(value(depth + 1));
        } while (next(','));
        if (!next(']')) throw wrong("',' or ']'");
        return list;
    }

    private String string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= 0x20) at++;
        if (at < text.length() && text.charAt(at) == '"') return text.substring(start, at++);
        StringBuilder string = new StringBuilder(text.substring(start, at));
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') return string.toString();
            if (c < 0x20) throw wrong("no control character in a string");
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("'\"'");
    }

    private char escaped() {
        if (at >= text.length()) throw wrong("an escape");
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw wrong("an escape");
        };
    }

    private char hex() {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) throw wrong("four hex digits");
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Object number() {
        int start = at;
        if (peek('-')) at++;
        if (peek('0')) at++;
        else digits();
        boolean whole = true;
        if (peek('.')) {
            whole = false;
            at++;
            digits();
        }
        if (peek('e') || peek('E')) {
            whole = false;
            at++;
            if (peek('+') || peek('-')) at++;
            digits();
        }
        String number = text.substring(start, at);
        if (!whole) return Double.valueOf(number);
        // 18 digits always fit into a long. BigInteger takes quadratic time, so limit the digits.
        if (number.length() > 1000) return new BigDecimal(number.substring(0, 1000)).scaleByPowerOfTen(number.length() - 1000).doubleValue();
        if (number.length() > 18) return narrow(new BigInteger(number));
        return narrow(Long.parseLong(number));
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private static Object narrow(long value) {
        return value == (int) value ? (Object) (int) value : value;
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        if (at == start) throw wrong("a value");
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw wrong("a value");
        at += word.length();
        return value;
    }

    private boolean next(char c) {
        space();
        if (!peek(c)) return false;
        at++;
        return true;
    }

    private boolean peek(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("The JSON is not valid at character " + at + ": expected " + expected);
    }
}
