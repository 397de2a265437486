package alcove.guest;

import alcove.guest.Frames.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Loads a function and calls it before the real one is known, so that the first real call finds the classes that it
 * needs. The JVM loads and links each class on first use: without this, the first call takes four times as long.
 */
final class WarmUp {
    private static final int CALL = 1;

    private WarmUp() {}

    static void run() {
        // Without the guest's classes as its parent, the loader reads the sample from its file, as it does with a function.
        Main rehearsal = new Main(Channel.toNowhere(), null);
        rehearsal.logs.capture();
        rehearsal.init(JsonText.bytesOf(Map.of(
            "environment", Map.of(),
            "logs", Map.of("lineBytes", 1024, "bytes", 1024, "lines", 1),
            "responseBytes", 1024,
            "taskFolder", System.getProperty("java.class.path"),
            "layersFolder", "/",
            "shownFile", Sample.class.getName().replace('.', '/') + ".class",
            "exportName", "handle")));
        byte[] meta = JsonText.bytesOf(Map.of("kind", "http", "remainingMs", 1000, "context", Map.of(),
            "event", Map.of("headers", Map.of("content-type", "application/json"))));
        byte[] body = "[1.5,-2,true,null]".getBytes(StandardCharsets.UTF_8);
        rehearsal.serve(new Frame(Frames.CALL, CALL, Frames.withHead(meta, body)));
    }

    /** A handler of the most common shape. */
    public static final class Sample {
        public Object handle(Map<String, Object> event, Object context) {
            System.out.println("A line");
            return Map.of("statusCode", 200, "headers", Map.of("x-sample", "1"), "body", event);
        }
    }
}
