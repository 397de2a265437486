package alcove.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * Takes what an OpenTelemetry SDK of the function exports, over HTTP on loopback, and passes it on to the host with the call
 * that runs. https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
final class Telemetry {
    /** Bytes of one request, inflated: the host takes frames of this size. */
    private static final int MOST_BYTES = 1024 * 1024 - 1024;
    private static final int TRACES = 0, LOGS = 1, JSON_TEXT = 2;

    private final Channel channel;
    /** Without containers, other processes reach the port. */
    private final String secret = UUID.randomUUID().toString();

    private Telemetry(Channel channel) {
        this.channel = channel;
    }

    /** Serves an endpoint, and names it in the environment. */
    static void serve(Channel channel) throws IOException, ReflectiveOperationException {
        Telemetry telemetry = new Telemetry(channel);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", telemetry::answer);
        server.start();
        Map<String, Object> variables = new HashMap<>();
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + telemetry.secret);
        // The SDK for Java would speak gRPC.
        if (System.getenv("OTEL_EXPORTER_OTLP_PROTOCOL") == null) variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Environment.add(variables);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            int refused = refusal(exchange, type);
            byte[] frame = refused != 200 ? null : frameOf(exchange, type);
            int call = channel.running();
            int status = refused != 200 ? refused : frame == null || call == 0 ? 400 : frame.length == 0 ? 413 : 200;
            if (status == 200) channel.send(Frames.TELEMETRY, call, frame);
            byte[] body = status == 200 && (frame[0] & JSON_TEXT) != 0 ? new byte[] {'{', '}'} : new byte[0];
            if (type != null) exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Answers 200 where the body may be read. */
    private int refusal(HttpExchange exchange, String type) {
        if (signalOf(exchange) < 0 || !exchange.getRequestMethod().equals("POST")) return 404;
        boolean known = type != null && (type.startsWith("application/json") || type.startsWith("application/x-protobuf"));
        String coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        return known && (coding == null || coding.equals("identity") || coding.equals("gzip")) ? 200 : 415;
    }

    private int signalOf(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.equals("/" + secret + "/v1/traces") ? TRACES : path.equals("/" + secret + "/v1/logs") ? LOGS : -1;
    }

    /** Answers null for a body that is not gzip, and nothing for one that is too large. */
    private byte[] frameOf(HttpExchange exchange, String type) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) return new byte[0];
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = inflated.readNBytes(MOST_BYTES + 1);
            } catch (IOException notGzip) {
                return null;
            }
        }
        if (body.length > MOST_BYTES) return new byte[0];
        byte[] frame = new byte[1 + body.length];
        frame[0] = (byte) (signalOf(exchange) | (type.startsWith("application/json") ? JSON_TEXT : 0));
        System.arraycopy(body, 0, frame, 1, body.length);
        return frame;
    }
}
