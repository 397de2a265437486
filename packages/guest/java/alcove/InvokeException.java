package alcove;

/** The other function failed, or could not be called. */
public final class InvokeException extends RuntimeException {
    private final String code;
    private final String invocationId;
    private final String errorName;
    private final String errorStack;

    public InvokeException(String message, String code, String invocationId, String errorName, String errorStack) {
        super(message);
        this.code = code;
        this.invocationId = invocationId;
        this.errorName = errorName;
        this.errorStack = errorStack;
    }

    /** The kind of failure: "FunctionError", "Timeout", "NotFound" … */
    public String getCode() {
        return code;
    }

    /** Id of the other function's invocation; null when there was none. */
    public String getInvocationId() {
        return invocationId;
    }

    /** Class name of what the other function threw. */
    public String getErrorName() {
        return errorName;
    }

    public String getErrorStack() {
        return errorStack;
    }
}
