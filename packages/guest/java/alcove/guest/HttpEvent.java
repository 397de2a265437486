package alcove.guest;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** HTTP events and responses in AWS payload format 2.0, by the same rules as packages/guest/node/http.mjs. */
final class HttpEvent {
    private static final Pattern TEXT = Pattern.compile(
        "^(text/|application/(.*\\+)?(json|xml)\\b|application/(javascript|x-www-form-urlencoded|graphql)\\b|image/svg)",
        Pattern.CASE_INSENSITIVE);
    /** RFC 9110, 5.1 and 5.5, and what the host accepts. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]{1,256}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private static final int MAX_HEADERS = 200;

    record Answer(byte[] head, InputStream stream, byte[] body) {}

    private HttpEvent() {}

    /** Adds the body: text in UTF-8 as it is, anything else as base64, so that no byte is lost. */
    static Map<String, Object> withBody(Map<String, Object> event, byte[] body) {
        Map<String, Object> whole = new LinkedHashMap<>(event);
        whole.put("isBase64Encoded", false);
        if (body.length == 0) return whole;
        Map<?, ?> headers = event.get("headers") instanceof Map<?, ?> given ? given : Map.of();
        Object type = headers.get("content-type"), encoding = headers.get("content-encoding");
        String text = null;
        boolean plain = encoding == null || encoding.equals("identity");
        if (plain && (type == null || type.equals("") || TEXT.matcher(type.toString()).find())) text = strictUtf8(body);
        whole.put("body", text == null ? Base64.getEncoder().encodeToString(body) : text);
        whole.put("isBase64Encoded", text == null);
        return whole;
    }

    private static String strictUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** A map with a statusCode is a complete response. Any other value is the JSON body of a 200. */
    static Answer answer(Object value) {
        if (!(value instanceof Map<?, ?> response) || response.get("statusCode") == null) {
            List<List<String>> headers = List.of(List.of("content-type", "application/json"));
            byte[] body = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JsonText.bytesOf(value);
            return new Answer(JsonText.bytesOf(Map.of("statusCode", 200, "headers", headers)), null, body);
        }
        int status = status(response.get("statusCode"));
        List<List<String>> headers = headers(response.get("multiValueHeaders"));
        // Like API Gateway: a header in both lists has the values of both, each once.
        List<List<String>> single = headers(response.get("headers"));
        single.removeAll(headers);
        headers.addAll(single);
        for (String cookie : texts(response.get("cookies"))) headers.add(List.of("set-cookie", cookie));
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("A response may have " + MAX_HEADERS + " headers: this one has " + headers.size());
        }
        boolean typed = false;
        for (List<String> header : headers) {
            check(header.get(0), header.get(1));
            typed |= header.get(0).equals("content-type");
        }
        Object body = response.get("body");
        if (body != null && status != 204 && !typed) {
            headers.add(List.of("content-type", "application/json"));
        }
        byte[] head = JsonText.bytesOf(Map.of("statusCode", status, "headers", headers));
        if (body instanceof InputStream stream) return new Answer(head, stream, null);
        // The getter of AWS's APIGatewayV2HTTPResponse is isBase64Encoded(), and so its property base64Encoded.
        boolean isBase64 = Boolean.TRUE.equals(response.get("isBase64Encoded")) || Boolean.TRUE.equals(response.get("base64Encoded"));
        return new Answer(head, null, bytes(body, isBase64));
    }

    private static List<List<String>> headers(Object given) {
        List<List<String>> headers = new ArrayList<>();
        if (!(given instanceof Map<?, ?> map)) return headers;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT);
            for (String one : texts(entry.getValue())) headers.add(List.of(name, one));
        }
        return headers;
    }

    /** One value or several: a collection, an array. */
    private static List<String> texts(Object given) {
        List<String> texts = new ArrayList<>();
        Iterable<?> all = given instanceof Iterable<?> several ? several
            : given instanceof Object[] array ? Arrays.asList(array) : Collections.singletonList(given);
        for (Object one : all) if (one != null) texts.add(one.toString());
        return texts;
    }

    private static int status(Object given) {
        int status = 0;
        try {
            status = new BigDecimal(given.toString()).intValueExact();
        } catch (ArithmeticException | NumberFormatException notOne) {
            // Rejected below.
        }
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("statusCode must be between 200 and 599: current value is " + given);
        }
        return status;
    }

    private static void check(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The header name " + JsonText.of(name) + " is not valid");
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("The value of the header " + name + " holds characters that are not allowed");
        }
    }

    private static byte[] bytes(Object body, boolean isBase64) {
        if (body == null) return new byte[0];
        if (body instanceof byte[] bytes) return bytes;
        if (body instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (body instanceof CharSequence text) {
            return isBase64 ? Base64.getMimeDecoder().decode(text.toString()) : text.toString().getBytes(StandardCharsets.UTF_8);
        }
        return JsonText.bytesOf(body);
    }
}
