package alcove.guest;

import java.io.ByteArrayOutputStream;

/** What has been logged in one call. */
final class Scope {
    final int call;
    private final Logs.Limits limits;
    private long bytes;
    private int lines;
    private final ByteArrayOutputStream[] partial = new ByteArrayOutputStream[Logs.LEVELS.length];

    Scope(int call, Logs.Limits limits) {
        this.call = call;
        this.limits = limits;
    }

    /** Adds to the line that has no end yet, and answers its length. */
    synchronized int keep(int level, byte[] text, int offset, int length) {
        if (partial[level] == null) partial[level] = new ByteArrayOutputStream();
        partial[level].write(text, offset, length);
        return partial[level].size();
    }

    /** Takes the line that has no end; null when there is none. */
    synchronized byte[] rest(int level) {
        if (partial[level] == null || partial[level].size() == 0) return null;
        byte[] rest = partial[level].toByteArray();
        partial[level].reset();
        return rest;
    }

    /**
     * How much of the line may go; -1: it is not to be sent. One line past the limit still goes, so that the host knows
     * there was more; then silence costs nothing.
     */
    synchronized int admit(byte[] line) {
        if (bytes > limits.bytes || lines > limits.lines) return -1;
        int kept = line.length;
        if (kept > limits.lineBytes) {
            kept = limits.lineBytes;
            while (kept > 0 && (line[kept] & 0xC0) == 0x80) kept--;
        }
        bytes += kept;
        lines++;
        return kept;
    }
}
