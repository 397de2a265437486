package alcove.guest;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the handler in the function's code. Like all start-up code it avoids lambdas and streams: the first one costs
 * 20 ms.
 */
final class Loader {
    private Loader() {}

    static Handler load(String task, String layers, String className, String methodName, ClassLoader parent) throws ReflectiveOperationException {
        URLClassLoader loader = new URLClassLoader(classPath(task, layers), parent);
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type;
        try {
            type = Class.forName(className, true, loader);
        } catch (ClassNotFoundException missing) {
            if (!className.equals(missing.getMessage())) throw missing;
            throw new Errors.Own("LoadError", "There is no class " + className + " in the package or a layer");
        }
        Method method = find(type, methodName);
        method.setAccessible(true);
        Object instance = Modifier.isStatic(method.getModifiers()) ? null : instanceOf(type);
        return new Handler(method, instance);
    }

    /** Whether code exports over OTLP, and nobody has said where to. Jars are known by their names: opening them takes time. */
    static boolean exportsTelemetry(String task, String layers) throws ReflectiveOperationException {
        if (System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != null || System.getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != null) return false;
        if ("otlp".equals(System.getenv("OTEL_TRACES_EXPORTER")) || "otlp".equals(System.getenv("OTEL_LOGS_EXPORTER"))) return true;
        for (URL jar : classPath(task, layers)) if (jar.getPath().contains("/opentelemetry-exporter-otlp")) return true;
        return new File(task, "io/opentelemetry/exporter/otlp").isDirectory();
    }

    /** The package, its jars at the top and in lib/, and the layers' jars in java/lib/. */
    private static URL[] classPath(String task, String layers) throws ReflectiveOperationException {
        List<URL> path = new ArrayList<>();
        try {
            path.add(new File(task).toURI().toURL());
            for (String folder : new String[] {task, task + "/lib", layers + "/java/lib"}) {
                File[] files = new File(folder).listFiles();
                if (files == null) continue;
                Arrays.sort(files);
                for (File file : files) if (file.getName().endsWith(".jar")) path.add(file.toURI().toURL());
            }
        } catch (MalformedURLException impossible) {
            throw new ReflectiveOperationException(impossible);
        }
        return path.toArray(new URL[0]);
    }

    private static Method find(Class<?> type, String name) {
        List<Method> fitting = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (Class<?> declaring = type; declaring != Object.class && declaring != null; declaring = declaring.getSuperclass()) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (method.isSynthetic()) continue;
                names.add(method.getName());
                if (method.getName().equals(name) && Handler.fits(method)) fitting.add(method);
            }
            if (!fitting.isEmpty()) break;
        }
        if (fitting.size() == 1) return fitting.get(0);
        throw new Errors.Own("LoadError", fitting.size() > 1 ? type.getName() + "." + name + " is there more than once"
            : names.contains(name) ? type.getName() + "." + name + " must take an event, or an event and an alcove.Context"
            : type.getName() + " has no method '" + name + "': " + (names.isEmpty() ? "it has none" : "it has " + String.join(", ", names)));
    }

    private static Object instanceOf(Class<?> type) throws ReflectiveOperationException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException missing) {
            throw new Errors.Own("LoadError", type.getName() + " has no constructor without parameters, and the method is not static");
        }
    }
}
