package alcove;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which objects to list. */
public final class ListOptions {
    final Map<String, Object> given = new LinkedHashMap<>();

    public ListOptions prefix(String prefix) {
        given.put("prefix", prefix);
        return this;
    }

    /** Keys that go on after this text are listed as one prefix. */
    public ListOptions delimiter(String delimiter) {
        given.put("delimiter", delimiter);
        return this;
    }

    /** Up to 1,000. */
    public ListOptions limit(int limit) {
        given.put("limit", limit);
        return this;
    }

    /** Where the last page ended. */
    public ListOptions cursor(String cursor) {
        given.put("cursor", cursor);
        return this;
    }
}
