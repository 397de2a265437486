package alcove.guest;

import alcove.guest.Frames.Frame;
import alcove.guest.Frames.HeadAndBody;
import java.io.DataInputStream;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The inherited control channel, fd 3. */
final class Channel {
    private static final int NEXT_CALL = 0;

    private final DataInputStream in;
    private final FileOutputStream out;
    private final Object writing = new Object();
    private final Object turn = new Object();
    private boolean reading;
    private final Deque<Frame> calls = new ArrayDeque<>();
    private final Map<Integer, HeadAndBody> answers = new HashMap<>();

    Channel() throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        // Java opens descriptors only by name, and a socket has none.
        Field number = FileDescriptor.class.getDeclaredField("fd");
        number.setAccessible(true);
        number.setInt(descriptor, 3);
        in = new DataInputStream(new BufferedInputStream(new FileInputStream(descriptor), 64 * 1024));
        out = new FileOutputStream(descriptor);
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
        return (Frame) await(NEXT_CALL);
    }

    /** The INVOKED that answers this request. */
    HeadAndBody answerTo(int request) {
        return (HeadAndBody) await(request);
    }

    /** Whoever waits reads for everybody: no thread of ours stands between the socket and the handler. */
    private Object await(int request) {
        while (true) {
            synchronized (turn) {
                Object taken = request == NEXT_CALL ? calls.poll() : answers.remove(request);
                if (taken != null) return taken;
                if (reading) {
                    try {
                        turn.wait();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException("Interrupted while it waited for another function");
                    }
                    continue;
                }
                reading = true;
            }
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
    }

    private void sort(Frame frame) {
        if (frame.kind() == Frames.INVOKED) {
            HeadAndBody answer = Frames.split(frame.payload());
            Map<?, ?> head = (Map<?, ?>) Json.parse(answer.head());
            answers.put(((Number) head.get("request")).intValue(), answer);
        } else {
            calls.add(frame);
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

    /** The engine is gone: nobody is left to answer to. */
    private static void leave() {
        Runtime.getRuntime().halt(0);
    }
}
