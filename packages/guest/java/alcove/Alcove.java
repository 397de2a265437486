package alcove;

import alcove.guest.InnerCalls;

/** Alcove's API for functions. */
public final class Alcove {
    private Alcove() {}

    /** Calls the draft of another function in the same space. @throws InvokeException when it fails */
    public static Object invoke(String function, Object event) {
        return invoke(function, event, null);
    }

    /**
     * Calls another function in the same space and returns its result: maps, lists, strings, numbers, booleans, null.
     * @param qualifier a version or an alias; null means the draft
     * @throws InvokeException when it fails
     */
    public static Object invoke(String function, Object event, String qualifier) {
        return InnerCalls.invoke(function, event, qualifier);
    }
}
