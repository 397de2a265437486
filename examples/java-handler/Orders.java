import alcove.Context;
import java.util.List;
import java.util.Map;

/** JSON arrives as maps, lists, strings and numbers; a record that is returned becomes JSON. */
public class Orders {
    record Line(String sku, long quantity, long cents) {
        static Line of(Map<String, Object> json) {
            return new Line((String) json.get("sku"), number(json, "quantity"), number(json, "cents"));
        }

        private static long number(Map<String, Object> json, String name) {
            if (json.get(name) instanceof Number number) return number.longValue();
            throw new IllegalArgumentException(name + " must be a number");
        }
    }

    record Total(String id, long cents) {}

    @SuppressWarnings("unchecked")
    public Total handle(Map<String, Object> order, Context context) {
        var lines = ((List<Map<String, Object>>) order.get("lines")).stream().map(Line::of).toList();
        long cents = lines.stream().mapToLong(line -> line.quantity() * line.cents()).sum();
        System.out.println("Order " + order.get("id") + " costs " + cents + " cents");
        return new Total((String) order.get("id"), cents);
    }
}
