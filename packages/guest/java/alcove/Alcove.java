package alcove;

import alcove.guest.InnerCalls;
import alcove.guest.JsonText;
import alcove.guest.Request;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Alcove's API for functions. */
public final class Alcove {
    private Alcove() {}

    /** Calls the draft of another function in the same space. @throws InvokeException when it fails */
    public static Object invoke(String function, Object event) {
        return invoke(function, event, null);
    }

    /**
     * Calls another function in the same space and returns its result: maps, lists, strings, numbers, booleans, null.
     * @param qualifier a version or an alias; null means the draft
     * @throws InvokeException when it fails
     */
    public static Object invoke(String function, Object event, String qualifier) {
        return InnerCalls.invoke(function, event, new TaskOptions().qualifier(qualifier).given, false);
    }

    /** Makes a call of the draft of another function a task. @throws InvokeException when it is not accepted */
    public static AcceptedTask invokeAsync(String function, Object event) {
        return invokeAsync(function, event, new TaskOptions());
    }

    /** @param qualifier a version or an alias; null means the draft */
    public static AcceptedTask invokeAsync(String function, Object event, String qualifier) {
        return invokeAsync(function, event, new TaskOptions().qualifier(qualifier));
    }

    /**
     * Makes a call of another function a task, which goes on when this call has ended.
     * @throws InvokeException when it is not accepted
     */
    public static AcceptedTask invokeAsync(String function, Object event, TaskOptions options) {
        Map<?, ?> task = (Map<?, ?>) InnerCalls.invoke(function, event, options.given, true);
        return new AcceptedTask((String) task.get("id"), (String) task.get("state"));
    }

    /** A bucket of the same space. */
    public static Bucket bucket(String name) {
        return new Bucket(name);
    }

    /**
     * Publishes events of the space; triggers of the type "event" start functions with those that match.
     * @param events CloudEvents; what is left out of specversion, id, source and time is filled in
     * @return one for each, when they are stored
     * @throws AlcoveException when the platform refuses them
     */
    public static List<PublishedEvent> publish(Map<?, ?>... events) {
        byte[] body = JsonText.of(List.of(events)).getBytes(StandardCharsets.UTF_8);
        Map<?, ?> answer = Request.ask("events.publish", Map.of(), new ByteArrayInputStream(body)).map();
        List<PublishedEvent> published = new ArrayList<>();
        for (Object each : (List<?>) answer.get("events")) {
            Map<?, ?> event = (Map<?, ?>) each;
            published.add(new PublishedEvent((String) event.get("id"), (String) event.get("source"), (String) event.get("eventId"), (Boolean) event.get("duplicate")));
        }
        return published;
    }
}
