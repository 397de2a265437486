package alcove.guest;

import alcove.Context;
import java.util.Map;
import java.util.function.BooleanSupplier;

final class CallContext implements Context {
    private final Map<?, ?> settings, given;
    private final Logs logs;
    private final BooleanSupplier cancelled;
    private final long endsNanos, deadlineMs;

    CallContext(Map<?, ?> settings, Map<?, ?> given, long remainingMs, Logs logs, BooleanSupplier cancelled) {
        this.cancelled = cancelled;
        this.settings = settings;
        this.given = given;
        this.logs = logs;
        endsNanos = System.nanoTime() + remainingMs * 1_000_000;
        deadlineMs = System.currentTimeMillis() + remainingMs;
    }

    private String text(String name) {
        return (String) given.get(name);
    }

    @Override
    public String getAwsRequestId() {
        return text("invocationId");
    }

    @Override
    public String getRequestId() {
        return text("invocationId");
    }

    @Override
    public String getSpace() {
        return text("space");
    }

    @Override
    public String getFunctionName() {
        return text("function");
    }

    @Override
    public String getFunctionVersion() {
        return text("version");
    }

    @Override
    public String getQualifier() {
        return text("qualifier");
    }

    @Override
    public String getInvokedFunctionArn() {
        return "alcove:" + getSpace() + ":" + getFunctionName() + ":" + getQualifier();
    }

    @Override
    public String getRuntime() {
        return (String) settings.get("runtime");
    }

    @Override
    public int getMemoryLimitInMB() {
        return ((Number) settings.get("memoryMb")).intValue();
    }

    @Override
    public long getDeadlineMs() {
        return deadlineMs;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, (endsNanos - System.nanoTime()) / 1_000_000);
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public String getTriggerType() {
        return text("trigger");
    }

    @Override
    public String getTriggerName() {
        return text("triggerName");
    }

    @Override
    public String getTraceId() {
        return text("traceId");
    }

    @Override
    public Logger getLogger() {
        return new Logger() {
            @Override
            public void trace(String message) {
                logs.line(0, String.valueOf(message));
            }

            @Override
            public void debug(String message) {
                logs.line(1, String.valueOf(message));
            }

            @Override
            public void info(String message) {
                logs.line(Logs.INFO, String.valueOf(message));
            }

            @Override
            public void warn(String message) {
                logs.line(Logs.WARN, String.valueOf(message));
            }

            @Override
            public void error(String message) {
                logs.line(Logs.ERROR, String.valueOf(message));
            }
        };
    }
}
