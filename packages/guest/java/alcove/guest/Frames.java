package alcove.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The guest's half of the frame format; the host's is packages/engine/src/protocol/frames.ts. */
final class Frames {
    static final int HEADER_BYTES = 9;

    /** Host → guest. */
    static final int INIT = 1, CALL = 2, INVOKED = 3, CANCEL = 4, CREDIT = 5, ANSWER = 6;

    /** Guest → host. */
    static final int HELLO = 16, READY = 17, INIT_FAILED = 18, RESULT = 19, HEAD = 20, DATA = 21, END = 22, FAILED = 23,
        LOG = 24, INVOKE = 26, ASK = 27, TELEMETRY = 32;

    /** Parts of requests to the platform and of their answers. */
    static final int BEGIN = 0, BODY = 1, BODY_END = 2, STOP = 3, GRANT = 4;

    /** Before the content of a part: number of the request (u32 LE), part (u8). */
    static final int PART_HEADER_BYTES = 5;

    /** Longest payload sent in one frame. The host accepts four times as much. */
    static final int MAX_PAYLOAD = 256 * 1024;

    /** Bytes of a body that may be sent before more are granted. A chunk counts as at least MIN_CHUNK_COST. */
    static final int WINDOW_BYTES = 512 * 1024, MIN_CHUNK_COST = 1024;

    record Frame(int kind, int call, byte[] payload) {}

    record HeadAndBody(byte[] head, byte[] body) {}

    private Frames() {}

    static byte[] encode(int kind, int call, byte[] payload) {
        return little(HEADER_BYTES + payload.length)
            .putInt(payload.length).put((byte) kind).putInt(call).put(payload).array();
    }

    static byte[] withHead(byte[] head, byte[] body) {
        return little(4 + head.length + body.length).putInt(head.length).put(head).put(body).array();
    }

    static byte[] part(int request, int part, byte[] content) {
        return little(PART_HEADER_BYTES + content.length).putInt(request).put((byte) part).put(content).array();
    }

    static HeadAndBody split(byte[] payload) {
        ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        byte[] head = new byte[buffer.getInt()];
        buffer.get(head);
        byte[] body = new byte[buffer.remaining()];
        buffer.get(body);
        return new HeadAndBody(head, body);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
