package alcove;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which code of a function an asynchronous call runs, and when. */
public final class TaskOptions {
    final Map<String, Object> given = new LinkedHashMap<>();

    /** A version or an alias; left out: the draft. */
    public TaskOptions qualifier(String qualifier) {
        given.put("qualifier", qualifier);
        return this;
    }

    /** However often this function calls with the same key, there is one task. */
    public TaskOptions idempotencyKey(String key) {
        given.put("idempotencyKey", key);
        return this;
    }

    /** Runs it this much later, at most 14 days. */
    public TaskOptions delaySeconds(int seconds) {
        given.put("delaySeconds", seconds);
        return this;
    }
}
