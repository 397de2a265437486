package alcove;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to store with an object, and when to write it. */
public final class PutOptions {
    final Map<String, Object> given = new LinkedHashMap<>();

    public PutOptions contentType(String type) {
        given.put("contentType", type);
        return this;
    }

    public PutOptions metadata(Map<String, String> metadata) {
        given.put("metadata", metadata);
        return this;
    }

    /** Writes the object only if it has this ETag. */
    public PutOptions ifMatch(String etag) {
        given.put("ifMatch", etag);
        return this;
    }

    /** Writes the object only if there is none yet. */
    public PutOptions ifNoneMatch() {
        given.put("ifNoneMatch", "*");
        return this;
    }
}
