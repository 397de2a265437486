package alcove;

/** An asynchronous call that was accepted. */
public record AcceptedTask(String id, String state) {}
