import alcove.Context;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public class Cases {
    private static final List<byte[]> kept = new ArrayList<>();

    public Object handle(Map<String, Object> event, Context context) throws Exception {
        if ("2.0".equals(event.get("version"))) return http(event);
        switch ((String) event.get("do")) {
            case "echo":
                return event.get("value");
            case "context":
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("id", context.getAwsRequestId());
                answer.put("function", context.getFunctionName());
                answer.put("version", context.getFunctionVersion());
                answer.put("space", context.getSpace());
                answer.put("qualifier", context.getQualifier());
                answer.put("arn", context.getInvokedFunctionArn());
                answer.put("memory", context.getMemoryLimitInMB());
                answer.put("remaining", context.getRemainingTimeInMillis());
                answer.put("trigger", context.getTriggerType());
                answer.put("trace", context.getTraceId());
                return answer;
            case "fail":
                return fail();
            case "log":
                System.out.println("to stdout");
                System.err.println("to stderr");
                context.getLogger().debug("at debug");
                context.getLogger().warn("at warn");
                System.out.println("日本語 😀");
                System.out.print("no newline");
                return null;
            case "flood":
                for (int line = 0; line < 20_000; line++) System.out.println("x".repeat(100));
                return "done";
            case "long":
                System.out.println("y".repeat(100_000));
                return null;
            case "environment":
                return List.of(System.getenv("PLAIN"), System.getenv("SECRET"));
            case "files":
                try (var walked = java.nio.file.Files.walk(java.nio.file.Path.of("config"))) {
                    return Map.of(
                        "walked", walked.map(Object::toString).sorted().toList(),
                        "stream", new String(new java.io.FileInputStream("config/limits.txt").readAllBytes()),
                        "file", new java.io.File("Cases.class").isFile(),
                        "whole", new java.io.File("config/limits.txt").getAbsolutePath());
                }
            case "big":
                return "x".repeat((int) event.get("bytes"));
            case "unspeakable":
                return new Object();
            case "hang":
                while (true) Thread.onSpinWait();
            case "exit":
                System.out.println("before the end");
                System.exit((int) event.get("code"));
            case "memory":
                while (true) kept.add(new byte[4 << 20]);
            case "garbage":
                channel().write("this is no frame at all, whatever you make of it".getBytes());
                Thread.sleep(1000);
                return "still here";
            case "closeChannel":
                channel().close();
                return "unreachable";
        }
        return null;
    }

    private static FileOutputStream channel() throws Exception {
        FileDescriptor descriptor = new FileDescriptor();
        var field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, 3);
        return new FileOutputStream(descriptor);
    }

    private static Object http(Map<String, Object> event) {
        String path = (String) event.get("rawPath");
        if (path.equals("/value")) return Map.of("plain", true);
        if (path.equals("/bytes")) {
            String text = (String) event.get("body");
            byte[] body = (boolean) event.get("isBase64Encoded") ? Base64.getDecoder().decode(text) : text.getBytes();
            byte[] reversed = new byte[body.length];
            for (int at = 0; at < body.length; at++) reversed[at] = body[body.length - 1 - at];
            return Map.of("statusCode", 200, "headers", Map.of("Content-Type", "image/png"),
                "body", Base64.getEncoder().encodeToString(reversed), "isBase64Encoded", true);
        }
        if (path.equals("/split")) return Map.of("statusCode", 200, "headers", Map.of("x-a", "b\r\nset-cookie: c=d"));
        Map<?, ?> http = (Map<?, ?>) ((Map<?, ?>) event.get("requestContext")).get("http");
        Map<?, ?> query = (Map<?, ?>) event.get("queryStringParameters");
        List<?> cookies = (List<?>) event.get("cookies");
        return Map.of(
            "statusCode", 201,
            "headers", Map.of("Content-Type", "text/plain", "X-Path", path),
            "cookies", List.of("a=1", "b=2"),
            "body", http.get("method") + " " + (query == null ? null : query.get("q")) + " " + (cookies == null ? 0 : cookies.size()) + " " + event.get("body"));
    }

    private static Object fail() {
        throw new IllegalStateException("out of stock: 日本");
    }
}
