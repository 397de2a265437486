package alcove;

import alcove.guest.InnerCalls;

/** What a function can ask of Alcove. */
public final class Alcove {
    private Alcove() {}

    /** Calls another function of the same space, its draft. @throws InvokeException when it fails */
    public static Object invoke(String function, Object event) {
        return invoke(function, event, null);
    }

    /**
     * Calls another function of the same space and answers what it answers: maps, lists, strings, numbers, booleans, null.
     *
     * @param qualifier a version or an alias; null: the draft
     * @throws InvokeException when it fails
     */
    public static Object invoke(String function, Object event, String qualifier) {
        return InnerCalls.invoke(function, event, qualifier);
    }
}
