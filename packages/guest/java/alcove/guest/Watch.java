package alcove.guest;

/**
 * Notices cancellations while the handler is busy, and sends what it has written of a line. Only calls that take a while are watched: the next CALL is then read
 * by this thread, which costs a thread switch.
 */
final class Watch extends Thread {
    private static final long EVERY_MS = 200;

    private final Channel channel;
    private final Logs logs;

    Watch(Channel channel, Logs logs) {
        super("alcove-watch");
        this.channel = channel;
        this.logs = logs;
        setDaemon(true);
    }

    @Override
    public void run() {
        int seen = 0;
        while (true) {
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException unexpected) {
                continue;
            }
            int running = channel.running();
            if (running != 0 || logs.isBeforeCalls()) logs.sendParts();
            if (running != 0 && running == seen) channel.watch(running);
            seen = running;
        }
    }
}
