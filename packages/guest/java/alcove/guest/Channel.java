package alcove.guest;

import alcove.AlcoveException;
import alcove.guest.Frames.Frame;
import alcove.guest.Frames.HeadAndBody;
import java.io.DataInputStream;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The inherited control channel, fd 3. */
final class Channel {
    private final DataInputStream in;
    private final OutputStream out;
    private final Object writing = new Object();
    private final Object turn = new Object();
    private boolean reading;
    private final Deque<Frame> calls = new ArrayDeque<>();
    private final Map<Integer, HeadAndBody> answers = new HashMap<>();
    /** Requests to the platform that are under way, by number. */
    private final Map<Integer, Request> requests = new HashMap<>();
    private int lastRequest;
    /** The running call: its id, and how many bytes of its streamed response may still be sent. */
    private int running, credit;
    private Thread runner;
    /** Id of the last cancelled call. CANCEL may arrive before the call has begun. */
    private int cancelled;

    Channel() throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        // The Java API opens descriptors only by path, and a socket has none.
        Field number = FileDescriptor.class.getDeclaredField("fd");
        number.setAccessible(true);
        number.setInt(descriptor, 3);
        in = new DataInputStream(new BufferedInputStream(new FileInputStream(descriptor), 64 * 1024));
        out = new FileOutputStream(descriptor);
    }

    private Channel(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** A channel that discards what is sent. */
    static Channel toNowhere() {
        return new Channel(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    }

    void send(int kind, int call, byte[] payload) {
        byte[] frame = Frames.encode(kind, call, payload);
        synchronized (writing) {
            try {
                out.write(frame);
            } catch (IOException gone) {
                leave();
            }
        }
    }

    /** The next INIT or CALL. */
    Frame nextCall() {
        return await(calls::poll, false);
    }

    /** The INVOKED that answers this request. */
    HeadAndBody answerTo(int request) {
        return await(() -> answers.remove(request), true);
    }

    /** Registers a request to the platform, and answers its number. */
    int open(Request request) {
        synchronized (turn) {
            requests.put(++lastRequest, request);
            return lastRequest;
        }
    }

    /** Answers whether the request was under way. */
    boolean close(int request) {
        return requests.remove(request) != null;
    }

    /** Waits until {@code take} answers something. @throws AlcoveException when the call is cancelled */
    <T> T waitFor(Request request, Supplier<T> take) {
        return await(() -> {
            T taken = take.get();
            if (taken == null && cancelled == request.call) throw new AlcoveException("Cancelled", "The call was cancelled");
            return taken;
        }, true);
    }

    /** What {@code take} answers, while no frame changes it. */
    boolean look(BooleanSupplier take) {
        synchronized (turn) {
            return take.getAsBoolean();
        }
    }

    /** A call begins on this thread. */
    void begin(int call) {
        synchronized (turn) {
            running = call;
            credit = Frames.WINDOW_BYTES;
            runner = Thread.currentThread();
            if (cancelled == call) runner.interrupt();
        }
    }

    /** The call has ended: a later interrupt would hit the next one. */
    void end() {
        synchronized (turn) {
            running = 0;
            requests.values().forEach(Request::onCallEnd);
            requests.clear();
            Thread.interrupted();
            turn.notifyAll();
        }
    }

    /** Whether the call was cancelled. */
    boolean isCancelled(int call) {
        poll();
        synchronized (turn) {
            return cancelled == call;
        }
    }

    /** Sends a chunk of a streamed response once the host grants it. */
    void sendChunk(int call, byte[] piece) {
        int cost = Math.max(piece.length, Frames.MIN_CHUNK_COST);
        poll();
        boolean wanted = await(() -> cancelled == call ? Boolean.FALSE : credit >= cost ? Boolean.TRUE : null, true);
        if (!wanted) throw new Errors.Own("Cancelled", "The call was cancelled");
        synchronized (turn) {
            credit -= cost;
        }
        send(Frames.DATA, call, piece);
    }

    /** Reads the channel until this call ends or is cancelled, because the handler's thread may be busy. */
    void watch(int call) {
        await(() -> running != call || cancelled == call ? Boolean.TRUE : null, false);
    }

    int running() {
        synchronized (turn) {
            return running;
        }
    }

    /** Reads frames that have arrived, without blocking. */
    private void poll() {
        while (true) {
            synchronized (turn) {
                // The thread that is reading dispatches the frames.
                if (reading || !hasMore()) return;
                reading = true;
            }
            readForAll();
        }
    }

    /** The waiting thread reads frames for all others, so no extra thread stands between the socket and the handler. */
    private <T> T await(Supplier<T> take, boolean interruptible) {
        while (true) {
            synchronized (turn) {
                T taken = take.get();
                if (taken != null) return taken;
                if (reading) {
                    try {
                        turn.wait();
                    } catch (InterruptedException interrupted) {
                        if (interruptible) throw new IllegalStateException("Interrupted while it waited for the platform");
                    }
                    continue;
                }
                reading = true;
            }
            readForAll();
        }
    }

    private void readForAll() {
        Frame frame = null;
        try {
            frame = read();
        } finally {
            synchronized (turn) {
                reading = false;
                if (frame != null) sort(frame);
                turn.notifyAll();
            }
        }
    }

    private void sort(Frame frame) {
        switch (frame.kind()) {
            case Frames.INVOKED -> {
                HeadAndBody answer = Frames.split(frame.payload());
                Map<?, ?> head = (Map<?, ?>) Json.parse(answer.head());
                answers.put(((Number) head.get("request")).intValue(), answer);
            }
            case Frames.ANSWER -> {
                ByteBuffer answer = ByteBuffer.wrap(frame.payload()).order(ByteOrder.LITTLE_ENDIAN);
                Request request = requests.get(answer.getInt());
                int part = answer.get();
                byte[] content = Arrays.copyOfRange(frame.payload(), Frames.PART_HEADER_BYTES, frame.payload().length);
                if (request != null) request.on(part, content);
            }
            case Frames.CREDIT -> {
                if (frame.call() == running) credit += ByteBuffer.wrap(frame.payload()).order(ByteOrder.LITTLE_ENDIAN).getInt();
            }
            case Frames.CANCEL -> {
                cancelled = frame.call();
                if (cancelled == running) runner.interrupt();
            }
            default -> calls.add(frame);
        }
    }

    private boolean hasMore() {
        try {
            return in.available() > 0;
        } catch (IOException gone) {
            return false;
        }
    }

    private Frame read() {
        try {
            int length = Integer.reverseBytes(in.readInt());
            int kind = in.readUnsignedByte();
            int call = Integer.reverseBytes(in.readInt());
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(kind, call, payload);
        } catch (IOException gone) {
            leave();
            throw new IllegalStateException(gone);
        }
    }

    /** The engine is gone. */
    private static void leave() {
        Runtime.getRuntime().halt(0);
    }
}
