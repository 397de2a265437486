package alcove;

/** Describes the current call: AWS's methods under their names, and our own. */
public interface Context {
    String getAwsRequestId();

    /** The same as {@link #getAwsRequestId()}: the invocation's id. */
    String getRequestId();

    String getSpace();

    String getFunctionName();

    /** A number as text, or "draft". */
    String getFunctionVersion();

    /** The qualifier of the call: a version, an alias, or "draft". */
    String getQualifier();

    /** {@code alcove:space:function:qualifier} */
    String getInvokedFunctionArn();

    String getRuntime();

    int getMemoryLimitInMB();

    /** When the call times out, in milliseconds since the epoch. */
    long getDeadlineMs();

    int getRemainingTimeInMillis();

    /**
     * Whether the call was cancelled: the client has disconnected, or the calling function has ended. The handler's
     * thread is interrupted as well.
     */
    boolean isCancelled();

    /** The kind of trigger: "api", "http", "timer" … */
    String getTriggerType();

    /** The trigger's name; null for kinds without one, such as "api". */
    String getTriggerName();

    /** 32 hex digits. */
    String getTraceId();

    /** A logger with levels. {@code System.out} logs at info and {@code System.err} at error. */
    Logger getLogger();

    interface Logger {
        void trace(String message);

        void debug(String message);

        void info(String message);

        void warn(String message);

        void error(String message);

        /** As in AWS's LambdaLogger. */
        default void log(String message) {
            info(message);
        }
    }
}
