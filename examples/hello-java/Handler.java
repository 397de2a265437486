import alcove.Context;
import java.util.Map;

public class Handler {
    record Greeting(String message, String version) {}

    public Greeting handle(Map<String, Object> event, Context context) {
        Object name = event.getOrDefault("name", "world");
        System.out.println("Greeting " + name + " from " + context.getFunctionName());
        return new Greeting("Hello, " + name + "!", context.getFunctionVersion());
    }
}
