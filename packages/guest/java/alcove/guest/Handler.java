package alcove.guest;

import alcove.Context;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A method that answers calls. It takes nothing, an event, or an event and a context. */
record Handler(Method method, Object instance) {
    static boolean fits(Method method) {
        if (Aws.fits(method)) return true;
        Class<?>[] types = method.getParameterTypes();
        return types.length < 2 || (types.length == 2 && types[1].isAssignableFrom(Context.class));
    }

    Object call(Object event, CallContext context) throws Throwable {
        if (Aws.fits(method)) {
            try {
                return Aws.call(method, instance, event, context);
            } catch (InvocationTargetException wrapped) {
                throw wrapped.getCause();
            }
        }
        Class<?>[] types = method.getParameterTypes();
        if (types.length > 0 && (event == null ? types[0].isPrimitive() : !types[0].isInstance(event))) {
            throw new IllegalArgumentException("The handler takes a " + types[0].getSimpleName() + " and the event is "
                + (event == null ? "null" : "a " + event.getClass().getSimpleName()));
        }
        Object[] arguments = types.length == 0 ? new Object[0] : types.length == 1 ? new Object[] {event} : new Object[] {event, context};
        try {
            Object value = method.invoke(instance, arguments);
            return value instanceof CompletionStage<?> stage ? stage.toCompletableFuture().get() : value;
        } catch (InvocationTargetException | ExecutionException wrapped) {
            throw wrapped.getCause();
        }
    }
}
