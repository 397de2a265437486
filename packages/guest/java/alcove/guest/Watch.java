package alcove.guest;

/**
 * Notices that nobody waits for a call any more while its code is busy. Only calls that take a while are watched: the next
 * call after one that was comes through this thread, which costs it a switch.
 */
final class Watch extends Thread {
    private static final long EVERY_MS = 200;

    private final Channel channel;

    Watch(Channel channel) {
        super("alcove-watch");
        this.channel = channel;
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
            if (running != 0 && running == seen) channel.watch(running);
            seen = running;
        }
    }
}
