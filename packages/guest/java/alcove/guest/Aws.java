package alcove.guest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * Runs classes that implement AWS Lambda's RequestHandler or RequestStreamHandler. The interfaces are in the function's
 * own jar, so they are known by name only.
 */
final class Aws {
    private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

    private Aws() {}

    /** Whether the method takes AWS's context: handleRequest(event, context), or with an input and an output stream. */
    static boolean fits(Method method) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 0 || !types[types.length - 1].getName().equals(CONTEXT)) return false;
        return types.length == 2 || (types.length == 3 && types[0] == InputStream.class && types[1] == OutputStream.class);
    }

    static Object call(Method method, Object instance, Object event, CallContext context) throws ReflectiveOperationException {
        Class<?>[] types = method.getParameterTypes();
        Object theirs = view(types[types.length - 1], context);
        if (types.length == 2) {
            Object given = Beans.read(event, method.getGenericParameterTypes()[0]);
            return method.invoke(instance, given, theirs);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        method.invoke(instance, new ByteArrayInputStream(JsonText.bytesOf(event)), output, theirs);
        try {
            return Json.parse(output.toByteArray());
        } catch (IllegalArgumentException text) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    /** An interface of AWS over the method of the same name of our own object. */
    private static Object view(Class<?> type, Object ours) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("log") && ours instanceof alcove.Context.Logger logger) {
                Object message = arguments[0];
                logger.info((message instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(message)).stripTrailing());
                return null;
            }
            try {
                Method own = ours.getClass().getMethod(method.getName());
                own.setAccessible(true);
                Object value = own.invoke(ours);
                return method.getReturnType().isInterface() && value != null && !method.getReturnType().isInstance(value)
                    ? view(method.getReturnType(), value) : value;
            } catch (NoSuchMethodException notHere) {
                return switch (method.getName()) {
                    case "getLogGroupName" -> System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
                    case "getLogStreamName" -> System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName();
                    // No identity and no client context.
                    default -> null;
                };
            }
        });
    }
}
