package alcove.guest;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Captures System.out, System.err and the context's logger. Each line belongs to the call that started the thread that
 * wrote it. Pool threads outlive the call that made the pool start them: their lines belong to the running call.
 */
final class Logs {
    static final String[] LEVELS = {"trace", "debug", "info", "warn", "error"};
    static final int INFO = 2, WARN = 3, ERROR = 4;
    private static final Scope.Line EMPTY = new Scope.Line(new byte[0], 0);

    /** For the handler that java.util.logging makes itself. */
    static volatile Logs captured;

    private final Channel channel;
    private final Limits limits = new Limits();
    /** Lines outside calls: written while the code loads, and by pool threads. */
    private final Scope outside = new Scope(0, limits);
    /** Lines outside calls may reach the limits once per window, and once more for each call that begins. */
    private static final long WINDOW_NANOS = 10_000_000_000L;
    private volatile long windowEnds = System.nanoTime();
    private final InheritableThreadLocal<Scope> scopes = new InheritableThreadLocal<>();
    private volatile int running;
    /** The running call, or the one that ran last; before the first one, what the code writes while it loads. */
    private volatile Scope current = outside;
    /** Unfinished lines are sent at most this often by those who write them, and by `Watch` after that. */
    private static final long PART_NANOS = 50_000_000L;
    private volatile long nextPart = System.nanoTime();
    /** Added to the level: the line is not finished, and the next text of its level continues it. */
    private static final int PART = 0x80;

    static final class Limits {
        volatile int lineBytes = 32 * 1024, bytes = 1024 * 1024, lines = 10_000;
    }

    Logs(Channel channel) {
        this.channel = channel;
    }

    void capture() {
        System.setOut(new Printed(new Lines(INFO)));
        System.setErr(new Printed(new Lines(ERROR)));
        // Loaded by the first use of java.util.logging, which takes its time to start.
        captured = this;
        System.setProperty("java.util.logging.config.class", "alcove.guest.LoggingConfiguration");
    }

    void limit(int lineBytes, int bytes, int lines) {
        limits.lineBytes = lineBytes;
        limits.bytes = bytes;
        limits.lines = lines;
    }

    /** Assigns everything that this thread runs or starts from now on to this call. */
    Scope enter(int call) {
        Scope scope = new Scope(call, limits);
        running = call;
        current = scope;
        scopes.set(scope);
        outside.reset();
        return scope;
    }

    /** Sends output that does not end with a newline. */
    void leave(Scope scope) {
        for (int level : new int[] {INFO, ERROR}) send(scope, level, scope.rest(level));
        leave();
    }

    /** The same of code outside calls, such as while it loads. */
    void leave() {
        for (int level : new int[] {INFO, ERROR}) send(outside, level, outside.rest(level));
    }

    /** Whether no call has begun yet: the code may be loading. */
    boolean isBeforeCalls() {
        return current == outside;
    }

    /** Sends the beginnings of lines, since the code may hang before it finishes them. */
    void sendParts() {
        Scope scope = current;
        synchronized (scope) {
            for (int level : new int[] {INFO, ERROR}) send(scope, level | PART, scope.wholeRest(level));
        }
    }

    /** Id of the call that the running code belongs to; 0 when there is none. */
    int call() {
        Scope scope = scope();
        return scope == outside ? running : scope.call;
    }

    void line(int level, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(text.length, limits.lineBytes);
        send(scope(), level, new Scope.Line(Arrays.copyOf(text, kept), text.length - kept));
    }

    private Scope scope() {
        Scope scope = scopes.get();
        if (scope == null || (scope.call != running && isPooled())) return outside;
        return scope;
    }

    private static boolean isPooled() {
        return Thread.currentThread() instanceof java.util.concurrent.ForkJoinWorkerThread
            || StackWalker.getInstance().walk(frames -> frames.anyMatch(frame ->
                frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor") && frame.getMethodName().equals("runWorker")));
    }

    private void send(Scope scope, int level, Scope.Line line) {
        if (line == null) return;
        if (scope == outside && System.nanoTime() - windowEnds >= 0) {
            windowEnds = System.nanoTime() + WINDOW_NANOS;
            scope.reset();
        }
        Scope.Admission admitted = scope.admit(line, (level & PART) == 0);
        if (admitted == Scope.Admission.NO) return;
        if (admitted == Scope.Admission.LAST && scope == outside) {
            // The host's log may still have room, so mark here that lines are missing.
            level = WARN;
            line = missing(line);
        }
        byte[] payload = Frames.little(13 + line.text().length)
            .put((byte) level).putInt(line.cut()).putDouble(System.currentTimeMillis()).put(line.text()).array();
        channel.send(Frames.LOG, scope.call, payload);
    }

    private Scope.Line missing(Scope.Line line) {
        String text = "Lines are missing here: outside of calls " + limits.lines + " lines and " + limits.bytes / 1024 / 1024
            + " MB may be written in " + WINDOW_NANOS / 1_000_000_000 + " s";
        return new Scope.Line(text.getBytes(StandardCharsets.UTF_8), line.cut() + Math.max(1, line.text().length));
    }

    /** Code that closes System.out, as a try-with-resources around it does, must not silence the rest of the instance. */
    private static final class Printed extends PrintStream {
        Printed(OutputStream lines) {
            super(lines, true, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Splits printed output into lines. */
    private final class Lines extends OutputStream {
        private final int level;

        Lines(int level) {
            this.level = level;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Scope scope = scope();
            int from = offset;
            for (int at = offset; at < offset + length; at++) {
                if (bytes[at] != '\n') continue;
                scope.keep(level, bytes, from, at - from);
                // No part may be on its way from another thread.
                synchronized (scope) {
                    Scope.Line line = scope.rest(level);
                    send(scope, level, line == null ? EMPTY : line);
                }
                from = at + 1;
            }
            scope.keep(level, bytes, from, offset + length - from);
        }

        /** Called after each print. The process may be killed before `Watch` looks. */
        @Override
        public void flush() {
            long now = System.nanoTime();
            if (now - nextPart < 0) return;
            Scope scope = scope();
            synchronized (scope) {
                Scope.Line line = scope.wholeRest(level);
                if (line == null) return;
                nextPart = now + PART_NANOS;
                send(scope, level | PART, line);
            }
        }
    }
}
