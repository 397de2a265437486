package alcove.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes throwables as text. */
final class Errors {
    private static final int MAX_MESSAGE = 16 * 1024, MAX_STACK = 32 * 1024, MAX_REASONS = 10;

    /** An error of the runtime about what the function did. Its stack would show only our own code. */
    static final class Own extends RuntimeException {
        final String name;

        Own(String name, String message) {
            super(message, null, false, false);
            this.name = name;
        }
    }

    private Errors() {}

    /** Never throws, even if the exception's getMessage() does. */
    static Map<String, Object> plain(Throwable thrown) {
        Map<String, Object> error = new LinkedHashMap<>();
        if (thrown instanceof Own own) {
            error.put("name", own.name);
            error.put("message", own.getMessage());
            if (own.name.equals("ResponseTooLarge")) error.put("code", own.name);
            return error;
        }
        error.put("name", cut(thrown.getClass().getName(), 200));
        try {
            error.put("message", cut(String.valueOf(thrown.getMessage() == null ? "" : thrown.getMessage()), MAX_MESSAGE));
            error.put("stack", cut(stackOf(thrown), MAX_STACK));
        } catch (Throwable indescribable) {
            error.put("message", "The function threw something that cannot be described");
        }
        return error;
    }

    private static String stackOf(Throwable thrown) {
        StringBuilder stack = new StringBuilder();
        tell(stack, "", thrown, new ArrayList<>());
        return stack.toString();
    }

    /** A throwable with its suppressed ones and its causes. */
    private static void tell(StringBuilder stack, String label, Throwable thrown, List<Throwable> told) {
        for (Throwable one : told) if (one == thrown) return;
        if (told.size() > MAX_REASONS) return;
        told.add(thrown);
        stack.append(label).append(thrown);
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!isOurs(frame.getClassName())) stack.append("\n\tat ").append(frame);
        }
        for (Throwable suppressed : thrown.getSuppressed()) tell(stack, "\nSuppressed: ", suppressed, told);
        if (thrown.getCause() != null) tell(stack, "\nCaused by: ", thrown.getCause(), told);
    }

    /** Our own frames, and those between us and the handler. */
    private static boolean isOurs(String className) {
        return className.startsWith("alcove.") || className.startsWith("jdk.internal.reflect.")
            || className.startsWith("java.lang.reflect.");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
