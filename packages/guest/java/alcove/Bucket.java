package alcove;

import alcove.guest.Request;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bucket of the function's space. Every method throws {@link AlcoveException} when the platform refuses. */
public final class Bucket {
    private final String name;

    Bucket(String name) {
        if (name == null || name.isEmpty()) throw new IllegalArgumentException("Alcove.bucket needs the name of a bucket");
        this.name = name;
    }

    public String getName() {
        return name;
    }

    /** Opens an object for reading. */
    public BucketObject get(String key) {
        return opened(of(key));
    }

    /** Opens a range of an object. @param end the last byte, included */
    public BucketObject get(String key, long start, long end) {
        Map<String, Object> input = of(key);
        input.put("start", start);
        input.put("end", end);
        return opened(input);
    }

    /** What is known of an object, without its content. */
    public BucketObject head(String key) {
        return new BucketObject(ask("head", of(key), null).map(), null);
    }

    public BucketObject put(String key, String content) {
        return put(key, content, new PutOptions());
    }

    public BucketObject put(String key, String content, PutOptions options) {
        PutOptions text = new PutOptions().contentType("text/plain; charset=utf-8");
        text.given.putAll(options.given);
        return put(key, content.getBytes(StandardCharsets.UTF_8), text);
    }

    public BucketObject put(String key, byte[] content) {
        return put(key, content, new PutOptions());
    }

    public BucketObject put(String key, byte[] content, PutOptions options) {
        return put(key, new ByteArrayInputStream(content), (long) content.length, options);
    }

    public BucketObject put(String key, InputStream content) {
        return put(key, content, new PutOptions());
    }

    /** Writes what the stream gives, up to 5 GiB; nothing is stored if it throws. The caller closes the stream. */
    public BucketObject put(String key, InputStream content, PutOptions options) {
        return put(key, content, null, options);
    }

    /** The first page. */
    public ObjectPage list() {
        return list(new ListOptions());
    }

    public ObjectPage list(ListOptions options) {
        Map<String, Object> input = new LinkedHashMap<>(options.given);
        input.put("bucket", name);
        Map<?, ?> page = ask("list", input, null).map();
        List<BucketObject> items = new ArrayList<>();
        for (Object item : (List<?>) page.get("items")) items.add(new BucketObject((Map<?, ?>) item, null));
        List<String> prefixes = new ArrayList<>();
        for (Object prefix : (List<?>) page.get("prefixes")) prefixes.add((String) prefix);
        return new ObjectPage(items, prefixes, (String) page.get("nextCursor"));
    }

    /** Deletes an object. One that is not there is as good as deleted. */
    public void delete(String key) {
        ask("delete", of(key), null);
    }

    /** Deletes the object only if it has this ETag. */
    public void delete(String key, String ifMatch) {
        Map<String, Object> input = of(key);
        input.put("ifMatch", ifMatch);
        ask("delete", input, null);
    }

    private BucketObject opened(Map<String, Object> input) {
        Request request = ask("get", input, null);
        return new BucketObject(request.map(), request.body());
    }

    private BucketObject put(String key, InputStream content, Long length, PutOptions options) {
        Map<String, Object> input = of(key);
        input.putAll(options.given);
        if (length != null) input.put("length", length);
        return new BucketObject(ask("put", input, content).map(), null);
    }

    private Map<String, Object> of(String key) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("bucket", name);
        input.put("key", key);
        return input;
    }

    private static Request ask(String operation, Map<String, Object> input, InputStream body) {
        return Request.ask("bucket." + operation, input, body);
    }
}
