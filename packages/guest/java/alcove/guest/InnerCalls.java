package alcove.guest;

import alcove.InvokeException;
import alcove.guest.Frames.HeadAndBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls another function of the space over the control channel. Used by {@link alcove.Alcove}. */
public final class InnerCalls {
    /** The whole event must fit into one frame. */
    private static final int MAX_EVENT_BYTES = 3 * Frames.MAX_PAYLOAD;

    private static final AtomicInteger requests = new AtomicInteger();
    private static Channel channel;
    private static Logs logs;

    private InnerCalls() {}

    static void connect(Channel theChannel, Logs theLogs) {
        channel = theChannel;
        logs = theLogs;
    }

    /**
     * @param options further fields of the head; null is a field left out
     * @param async answer as soon as the call is accepted as a task
     */
    public static Object invoke(String function, Object event, Map<String, Object> options, boolean async) {
        int call = logs == null ? 0 : logs.call();
        if (call == 0) throw new IllegalStateException("Alcove.invoke() works only while a call is running");
        byte[] body = JsonText.bytesOf(event);
        if (body.length > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException("An event for another function may have " + MAX_EVENT_BYTES + " bytes: this one has " + body.length);
        }
        int request = requests.incrementAndGet();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("request", request);
        head.put("function", function);
        options.forEach((name, value) -> {
            if (value != null) head.put(name, value);
        });
        if (async) head.put("async", true);
        channel.send(Frames.INVOKE, call, Frames.withHead(JsonText.bytesOf(head), body));
        HeadAndBody answer = channel.answerTo(request);
        Map<?, ?> said = (Map<?, ?>) Json.parse(answer.head());
        if (Boolean.TRUE.equals(said.get("ok"))) return Json.parse(answer.body());
        Map<?, ?> error = said.get("error") instanceof Map<?, ?> given ? given : Map.of();
        throw new InvokeException(text(error, "message"), text(said, "code"), text(said, "invocationId"), text(error, "name"), text(error, "stack"));
    }

    private static String text(Map<?, ?> map, String name) {
        Object value = map.get(name);
        return value == null ? null : value.toString();
    }
}
