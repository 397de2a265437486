package alcove.guest;

import alcove.guest.Frames.Frame;
import alcove.guest.Frames.HeadAndBody;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * The main process of a Java instance. Starts without the function's code, sends HELLO over fd 3, gets INIT with the
 * code to load, and then answers calls. packages/engine/README.md describes the protocol.
 */
public final class Main {
    final Logs logs;
    private final Channel channel;
    private final ClassLoader guestClasses;
    private Map<String, Object> settings;
    private Responder responder;
    private Handler handler;
    private volatile Scope last;

    /** @param guestClasses where the function's code finds the guest's classes */
    Main(Channel channel, ClassLoader guestClasses) {
        this.channel = channel;
        this.guestClasses = guestClasses;
        logs = new Logs(channel);
    }

    /** With the argument "warm" the guest has time before a function needs it. */
    public static void main(String[] args) throws ReflectiveOperationException {
        if (args.length > 0 && args[0].equals("warm")) WarmUp.run();
        new Main(new Channel(), Main.class.getClassLoader()).run();
    }

    private void run() {
        logs.capture();
        InnerCalls.connect(channel, logs);
        Request.connect(channel, logs);
        Runtime.getRuntime().addShutdownHook(new LastLines());
        channel.send(Frames.HELLO, 0, JsonText.bytesOf(Map.of("protocol", 1, "version", System.getProperty("java.version"), "bootMs", bootMs())));
        new Watch(channel, logs).start();
        while (true) {
            Frame frame = channel.nextCall();
            if (frame.kind() == Frames.INIT) init(frame.payload());
            else serve(frame);
        }
    }

    /**
     * Java cannot tell the process's age in milliseconds. The CPU time of this thread, which starts the JVM too, is close
     * to the duration of the start. ProcessHandle can tell the CPU time as well, but costs 20 ms itself.
     */
    private static double bootMs() {
        try (FileInputStream stat = new FileInputStream("/proc/thread-self/schedstat")) {
            String text = new String(stat.readAllBytes());
            return Long.parseLong(text.substring(0, text.indexOf(' '))) / 1e6;
        } catch (IOException unknown) {
            return 0;
        }
    }

    @SuppressWarnings("unchecked")
    void init(byte[] payload) {
        settings = (Map<String, Object>) Json.parse(payload);
        long started = System.nanoTime();
        try {
            Environment.add((Map<String, Object>) settings.get("environment"));
            Map<?, ?> limits = (Map<?, ?>) settings.get("logs");
            logs.limit(number(limits, "lineBytes"), number(limits, "bytes"), number(limits, "lines"));
            responder = new Responder(channel, logs, number(settings, "responseBytes"));
            String file = (String) settings.get("shownFile");
            String className = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            if (Loader.exportsTelemetry((String) settings.get("taskFolder"), (String) settings.get("layersFolder"))) Telemetry.serve(channel);
            handler = Loader.load((String) settings.get("taskFolder"), (String) settings.get("layersFolder"), className, (String) settings.get("exportName"), guestClasses);
        } catch (ExceptionInInitializerError | java.lang.reflect.InvocationTargetException wrapped) {
            failed(wrapped.getCause() == null ? wrapped : wrapped.getCause());
            return;
        } catch (Throwable thrown) {
            failed(thrown);
            return;
        }
        channel.send(Frames.READY, 0, JsonText.bytesOf(Map.of("kind", "handler", "initMs", (System.nanoTime() - started) / 1e6)));
    }

    private void failed(Throwable thrown) {
        logs.leave();
        channel.send(Frames.INIT_FAILED, 0, JsonText.bytesOf(Errors.plain(thrown)));
    }

    void serve(Frame frame) {
        Scope scope = last = logs.enter(frame.call());
        channel.begin(frame.call());
        try {
            HeadAndBody parts = Frames.split(frame.payload());
            Map<?, ?> meta = (Map<?, ?>) Json.parse(parts.head());
            answer(scope, meta, parts.body());
        } catch (Throwable thrown) {
            logs.leave(scope);
            channel.send(Frames.FAILED, frame.call(), JsonText.bytesOf(Errors.plain(thrown)));
        } finally {
            channel.end();
        }
    }

    @SuppressWarnings("unchecked")
    private void answer(Scope scope, Map<?, ?> meta, byte[] body) throws Throwable {
        boolean http = "http".equals(meta.get("kind"));
        CallContext context = new CallContext(settings, (Map<?, ?>) meta.get("context"), number(meta, "remainingMs"), logs, () -> channel.isCancelled(scope.call));
        Object event = http ? HttpEvent.withBody((Map<String, Object>) meta.get("event"), body) : Json.parse(body);
        Object value = handler.call(event, context);
        if (!http) {
            responder.whole(scope, new byte[] {'{', '}'}, JsonText.bytesOf(value));
            return;
        }
        HttpEvent.Answer answer = HttpEvent.answer(value);
        if (answer.stream() == null) responder.whole(scope, answer.head(), answer.body());
        else responder.stream(scope, answer.head(), answer.stream());
    }

    /** Runs on System.exit(), so that the last output is not lost. */
    private final class LastLines extends Thread {
        @Override
        public void run() {
            if (last == null) logs.leave();
            else logs.leave(last);
        }
    }

    private static int number(Map<?, ?> map, String name) {
        return ((Number) map.get(name)).intValue();
    }
}
