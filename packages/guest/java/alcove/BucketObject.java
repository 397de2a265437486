package alcove;

import alcove.guest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object. What {@code get} returns also has its content, which can be read once. */
public final class BucketObject implements AutoCloseable {
    private final Map<?, ?> stored;
    private InputStream content;

    BucketObject(Map<?, ?> stored, InputStream content) {
        this.stored = stored;
        this.content = content;
    }

    public String getKey() {
        return text("key");
    }

    /** In bytes. */
    public long getSize() {
        return ((Number) stored.get("bytes")).longValue();
    }

    public String getEtag() {
        return text("etag");
    }

    public String getContentType() {
        return text("contentType");
    }

    public Map<String, String> getMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) stored.get("metadata")).forEach((name, value) -> metadata.put((String) name, (String) value));
        return metadata;
    }

    /** ISO 8601. */
    public String getUpdatedAt() {
        return text("updatedAt");
    }

    public String getUpdatedBy() {
        return text("updatedBy");
    }

    /** The content, as it comes. Reading throws {@link AlcoveException} if it breaks off. */
    public InputStream stream() {
        if (content == null) throw new IllegalStateException("The content of this object was read already, or not asked for: get it");
        InputStream taken = content;
        content = null;
        return taken;
    }

    public byte[] bytes() {
        try (InputStream stream = stream()) {
            return stream.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Maps, lists, strings, numbers, booleans, null. */
    public Object json() {
        return Json.parse(bytes());
    }

    /** Gives up content that was not read. */
    @Override
    public void close() {
        if (content == null) return;
        try {
            stream().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String text(String name) {
        return (String) stored.get(name);
    }
}
