package alcove.guest;

import alcove.Context;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A method that answers calls. It takes nothing, an event, or an event and a context. */
record Handler(Method method, Object instance) {
    static boolean fits(Method method) {
        if (Aws.fits(method)) return true;
        Class<?>[] types = method.getParameterTypes();
        return types.length < 2 || (types.length == 2 && types[1].isAssignableFrom(Context.class));
    }

    /** What the method returned; a bean or a record as a map, so that one with a statusCode is an HTTP response like any other. */
    Object call(Object event, CallContext context) throws Throwable {
        try {
            Object returned = Aws.fits(method) ? Aws.call(method, instance, event, context) : method.invoke(instance, arguments(event, context));
            Object value = returned instanceof CompletionStage<?> stage ? stage.toCompletableFuture().get() : returned;
            if (value instanceof Record fields) return JsonText.fieldsOf(fields);
            return value != null && Beans.isBean(value) ? Beans.propertiesOf(value) : value;
        } catch (InvocationTargetException | ExecutionException wrapped) {
            throw wrapped.getCause();
        }
    }

    private Object[] arguments(Object event, CallContext context) throws ReflectiveOperationException {
        Type[] types = method.getGenericParameterTypes();
        if (types.length == 0) return new Object[0];
        if (event == null && method.getParameterTypes()[0].isPrimitive()) {
            throw new IllegalArgumentException("The handler takes a " + types[0].getTypeName() + " and the event is null");
        }
        Object given = Beans.read(event, types[0]);
        return types.length == 1 ? new Object[] {given} : new Object[] {given, context};
    }
}
