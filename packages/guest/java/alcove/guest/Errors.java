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
        error.put("message", cut(messageOf(thrown), MAX_MESSAGE));
        try {
            error.put("stack", cut(stackOf(thrown), MAX_STACK));
        } catch (Throwable indescribable) {
            // Its own getCause() or getStackTrace() fails.
        }
        return error;
    }

    private static String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage() == null ? "" : thrown.getMessage();
        } catch (Throwable indescribable) {
            return "The function threw something that cannot be described";
        }
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
        stack.append(label).append(cut(textOf(thrown), MAX_MESSAGE));
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!isOurs(frame.getClassName())) stack.append("\n\tat ").append(frame);
        }
        for (Throwable suppressed : thrown.getSuppressed()) tell(stack, "\nSuppressed: ", suppressed, told);
        if (thrown.getCause() != null) tell(stack, "\nCaused by: ", thrown.getCause(), told);
    }

    private static String textOf(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable indescribable) {
            return thrown.getClass().getName();
        }
    }

    /** Our own frames, and those between us and the handler. */
    private static boolean isOurs(String className) {
        return className.startsWith("alcove.") || className.startsWith("jdk.internal.reflect.")
            || className.startsWith("java.lang.reflect.");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text
            : text.substring(0, length - 40) + "… (" + (text.length() - length + 40) + " more characters)";
    }
}
