package alcove;

/** What a handler is told about the call it serves: what AWS handlers expect under its names, and ours. */
public interface Context {
    String getAwsRequestId();

    /** The same as {@link #getAwsRequestId()}: the invocation's id. */
    String getRequestId();

    String getSpace();

    String getFunctionName();

    /** A number as text, or "draft". */
    String getFunctionVersion();

    /** As what it was called: a version, an alias, or "draft". */
    String getQualifier();

    /** {@code alcove:space:function:qualifier} */
    String getInvokedFunctionArn();

    String getRuntime();

    int getMemoryLimitInMB();

    /** When the call times out, in milliseconds since the epoch. */
    long getDeadlineMs();

    int getRemainingTimeInMillis();

    /**
     * Whether nobody waits for the answer any more: the client has left, or the calling function has ended. The thread that
     * runs the handler is interrupted as well.
     */
    boolean isCancelled();

    /** What caused the call: "api", "http", "timer" … */
    String getTriggerType();

    /** Null when no trigger of that name exists, as for a call of the API. */
    String getTriggerName();

    /** 32 hex digits. */
    String getTraceId();

    /** Writes lines of a level; {@code System.out} is info and {@code System.err} error. */
    Logger getLogger();

    interface Logger {
        void trace(String message);

        void debug(String message);

        void info(String message);

        void warn(String message);

        void error(String message);

        /** As AWS's LambdaLogger. */
        default void log(String message) {
            info(message);
        }
    }
}
