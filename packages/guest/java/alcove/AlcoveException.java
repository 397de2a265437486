package alcove;

/** The platform refused a request, or could not do it. */
public final class AlcoveException extends RuntimeException {
    private final String code;

    public AlcoveException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** As in problem documents of the API: "NotFound", "PreconditionFailed" … */
    public String getCode() {
        return code;
    }
}
