package alcove.guest;

import java.io.ByteArrayOutputStream;

/** The log output of one call. */
final class Scope {
    /** A line, or the part of it that is kept. */
    record Line(byte[] text, int cut) {}

    enum Admission { YES, LAST, NO }

    final int call;
    private final Logs.Limits limits;
    private long bytes;
    private int lines;
    private final ByteArrayOutputStream[] kept = new ByteArrayOutputStream[Logs.LEVELS.length];
    private final int[] cut = new int[Logs.LEVELS.length];

    Scope(int call, Logs.Limits limits) {
        this.call = call;
        this.limits = limits;
    }

    /** Appends to the unfinished line. Bytes beyond the line limit are only counted. */
    synchronized void keep(int level, byte[] text, int offset, int length) {
        if (kept[level] == null) kept[level] = new ByteArrayOutputStream();
        int room = Math.min(length, limits.lineBytes - kept[level].size());
        kept[level].write(text, offset, room);
        cut[level] += length - room;
    }

    /** Takes the unfinished line; null when there is none. */
    synchronized Line rest(int level) {
        if (kept[level] == null || kept[level].size() == 0) return null;
        Line line = new Line(kept[level].toByteArray(), cut[level]);
        kept[level].reset();
        cut[level] = 0;
        return line;
    }

    /** Takes the unfinished line up to its last whole character; null when there is none. */
    synchronized Line wholeRest(int level) {
        Line line = rest(level);
        if (line == null) return null;
        byte[] text = line.text();
        int end = text.length;
        for (int back = 1; back <= Math.min(4, text.length); back++) {
            int b = text[text.length - back] & 0xff;
            if ((b & 0xc0) == 0x80) continue;
            int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
            if (length > back) end = text.length - back;
            break;
        }
        keep(level, text, end, text.length - end);
        return end == 0 ? null : new Line(java.util.Arrays.copyOf(text, end), line.cut());
    }

    /** Whether to send the line. One line past the limit is sent, so that the host knows that lines are missing. */
    synchronized Admission admit(Line line, boolean isFinished) {
        if (isFull()) return Admission.NO;
        bytes += line.text.length;
        if (isFinished) lines++;
        return isFull() ? Admission.LAST : Admission.YES;
    }

    synchronized void reset() {
        bytes = 0;
        lines = 0;
    }

    private boolean isFull() {
        return bytes > limits.bytes || lines > limits.lines;
    }
}
