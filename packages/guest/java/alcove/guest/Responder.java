package alcove.guest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Sends responses: in one frame if they fit, otherwise in chunks as fast as the host grants them. */
final class Responder {
    private final Channel channel;
    private final Logs logs;
    private final long limit;

    Responder(Channel channel, Logs logs, long limit) {
        this.channel = channel;
        this.logs = logs;
        this.limit = limit;
    }

    void whole(Scope scope, byte[] head, byte[] body) {
        check(body.length);
        if (body.length <= Frames.MAX_PAYLOAD) {
            // The response's last frame ends the call on the host, so send remaining log lines first.
            logs.leave(scope);
            channel.send(Frames.RESULT, scope.call, Frames.withHead(head, body));
            return;
        }
        channel.send(Frames.HEAD, scope.call, head);
        for (int at = 0; at < body.length; at += Frames.MAX_PAYLOAD) {
            channel.sendChunk(scope.call, Arrays.copyOfRange(body, at, Math.min(body.length, at + Frames.MAX_PAYLOAD)));
        }
        logs.leave(scope);
        channel.send(Frames.END, scope.call, new byte[0]);
    }

    void stream(Scope scope, byte[] head, InputStream source) throws IOException {
        try (source) {
            byte[] buffer = new byte[Frames.MAX_PAYLOAD];
            // A failure before the first chunk is reported as for a response without streaming.
            int read = source.read(buffer);
            channel.send(Frames.HEAD, scope.call, head);
            for (long sent = 0; read >= 0; read = source.read(buffer)) {
                sent += read;
                check(sent);
                channel.sendChunk(scope.call, Arrays.copyOf(buffer, read));
            }
        }
        logs.leave(scope);
        channel.send(Frames.END, scope.call, new byte[0]);
    }

    private void check(long bytes) {
        if (bytes > limit) throw new Errors.Own("ResponseTooLarge", "The response is larger than " + limit + " bytes");
    }
}
