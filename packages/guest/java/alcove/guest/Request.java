package alcove.guest;

import alcove.AlcoveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * A request to the platform: an operation with an input. Either side may send a body. Used by the classes of the package
 * alcove. The channel guards the fields: it changes them as frames arrive, and waiters look at them, one at a time.
 */
public final class Request {
    private static final byte[] NOTHING = {};

    private static Channel channel;
    private static Logs logs;

    final int call;
    private int number;
    /** {"ok", "value", "body"?} or {"ok", "code", "message"}. */
    private Map<?, ?> head;
    private int credit = Frames.WINDOW_BYTES;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private boolean over;
    /** Why the body broke off. */
    private Map<?, ?> error;
    /** Bytes read since the last grant. */
    private int read;

    private Request(int call) {
        this.call = call;
    }

    static void connect(Channel theChannel, Logs theLogs) {
        channel = theChannel;
        logs = theLogs;
    }

    /**
     * @param body null when there is none
     * @throws AlcoveException when the platform refuses
     */
    public static Request ask(String operation, Map<String, Object> input, InputStream body) {
        int call = logs == null ? 0 : logs.call();
        if (call == 0) throw new IllegalStateException("This works only while a call is running");
        Request request = new Request(call);
        Map<String, Object> head = body == null ? Map.of("operation", operation, "input", input)
            : Map.of("operation", operation, "input", input, "body", true);
        byte[] begin = JsonText.bytesOf(head);
        request.number = channel.open(request);
        try {
            request.send(Frames.BEGIN, begin);
            if (body != null) request.sendBody(body);
            return request.answered();
        } catch (IOException failed) {
            request.stop();
            throw new UncheckedIOException(failed);
        } catch (RuntimeException | Error failed) {
            request.stop();
            throw failed;
        }
    }

    /** The value of the answer, which is an object. */
    public Map<?, ?> map() {
        return (Map<?, ?>) head.get("value");
    }

    /** The body of the answer: comes as fast as it is read. */
    public InputStream body() {
        return new Body();
    }

    private void sendBody(InputStream body) throws IOException {
        byte[] buffer = new byte[Frames.MAX_PAYLOAD];
        for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
            int cost = Math.max(length, Frames.MIN_CHUNK_COST);
            boolean wanted = channel.waitFor(this, () -> {
                // Answered before the end: it was refused.
                if (over) return false;
                if (credit < cost) return null;
                credit -= cost;
                return true;
            });
            if (!wanted) return;
            send(Frames.BODY, Arrays.copyOf(buffer, length));
        }
        if (!isOver()) send(Frames.BODY_END, NOTHING);
    }

    private Request answered() {
        channel.waitFor(this, () -> head != null || over ? true : null);
        if (head == null) throw new AlcoveException("Cancelled", "The call has ended");
        if (!Boolean.TRUE.equals(head.get("ok"))) throw refused(head);
        return this;
    }

    /** The answer is not wanted. */
    private void stop() {
        if (channel.look(() -> over || !end())) return;
        send(Frames.STOP, NOTHING);
    }

    private boolean isOver() {
        return channel.look(() -> over);
    }

    /** The channel calls this with each part of the answer. */
    void on(int part, byte[] content) {
        switch (part) {
            case Frames.GRANT -> credit += ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt();
            case Frames.BEGIN -> {
                head = (Map<?, ?>) Json.parse(content);
                if (!Boolean.TRUE.equals(head.get("body"))) end();
            }
            case Frames.BODY -> chunks.add(content);
            case Frames.BODY_END -> end();
            case Frames.STOP -> {
                error = (Map<?, ?>) Json.parse(content);
                end();
            }
            default -> {}
        }
    }

    /** The call has ended: nobody answers any more. */
    void onCallEnd() {
        error = Map.of("code", "Cancelled", "message", "The call has ended");
        over = true;
    }

    private boolean end() {
        over = true;
        return channel.close(number);
    }

    private void send(int part, byte[] content) {
        channel.send(Frames.ASK, call, Frames.part(number, part, content));
    }

    private static AlcoveException refused(Map<?, ?> why) {
        return new AlcoveException((String) why.get("code"), (String) why.get("message"));
    }

    private final class Body extends InputStream {
        private byte[] chunk = NOTHING;
        private int at;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) return 0;
            while (at == chunk.length) if (!next()) return -1;
            int taken = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, into, offset, taken);
            at += taken;
            return taken;
        }

        @Override
        public void close() {
            stop();
            chunk = NOTHING;
            at = 0;
            channel.look(() -> {
                chunks.clear();
                return true;
            });
        }

        private boolean next() {
            byte[] taken = channel.waitFor(Request.this, () -> chunks.isEmpty() && over ? NOTHING : chunks.poll());
            if (taken == NOTHING) {
                if (error != null) throw refused(error);
                return false;
            }
            chunk = taken;
            at = 0;
            grant(Math.max(taken.length, Frames.MIN_CHUNK_COST));
            return true;
        }

        private void grant(int cost) {
            read += cost;
            if (read < Frames.WINDOW_BYTES / 2 || isOver()) return;
            send(Frames.GRANT, Frames.little(4).putInt(read).array());
            read = 0;
        }
    }
}
