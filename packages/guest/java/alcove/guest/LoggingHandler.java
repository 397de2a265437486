package alcove.guest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Makes each record of java.util.logging a line of its level. */
public final class LoggingHandler extends Handler {
    private static final int[] FROM = {Level.FINE.intValue(), Level.CONFIG.intValue(), Level.WARNING.intValue(), Level.SEVERE.intValue()};

    public LoggingHandler() {
        setFormatter(new MessageAndStack());
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) return;
        int level = 0;
        while (level < FROM.length && record.getLevel().intValue() >= FROM[level]) level++;
        try {
            Logs.captured.line(level, getFormatter().format(record));
        } catch (RuntimeException failed) { // the message's arguments, for example
            reportError(null, failed, ErrorManager.FORMAT_FAILURE);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static final class MessageAndStack extends Formatter {
        @Override
        public String format(LogRecord record) {
            if (record.getThrown() == null) return formatMessage(record);
            StringWriter stack = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(stack));
            return formatMessage(record) + "\n" + stack.toString().stripTrailing();
        }
    }
}
