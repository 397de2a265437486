import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import java.util.zip.*;
import javax.tools.*;

/**
 * Runs in a build sandbox: compiles the .java files of the task folder. The log goes to stderr. A line of JSON with the
 * result and, on success, the classes as a zip go to stdout.
 * Arguments: task folder, output folder, folder of the layers, folder of the guest's classes (alcove.Context).
 */
public final class Javac {
    private static final int MAX_DIAGNOSTICS = 200, MAX_MESSAGE = 4000;

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
        // Only the answer may go to stdout.
        System.setOut(System.err);
        Path task = Path.of(args[0]);
        Path classes = Files.createDirectories(Path.of(args[1]).resolve("classes"));
        Path none = Files.createDirectories(Path.of(args[1]).resolve("none"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            answer(out, "This Java has no compiler: install a JDK, not a JRE", List.of(), task);
            return;
        }
        List<File> sources = find(task, ".java", Integer.MAX_VALUE).stream().map(Path::toFile).toList();
        // The folders where the guest looks for jars, so that compiling and running find the same.
        List<File> libraries = Stream.of(
                Stream.of(task, classes, Path.of(args[3])),
                find(task, ".jar", 1).stream(),
                find(task.resolve("lib"), ".jar", 1).stream(),
                find(Path.of(args[2]).resolve("java/lib"), ".jar", 1).stream())
            .flatMap(paths -> paths).map(Path::toFile).toList();
        System.err.println("> javac, files: " + sources.size());
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(collector, Locale.ENGLISH, null)) {
            files.setLocation(StandardLocation.CLASS_PATH, libraries);
            files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
            // Annotation processors and plugins would run inside the compiler. The package's code must be compiled, not
            // executed. Without an explicit path javac looks for plugins on the class path, whatever its options say.
            files.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of(none.toFile()));
            List<String> options = List.of("-g", "-proc:none", "-parameters", "-encoding", "UTF-8", "-Xlint:deprecation,unchecked");
            boolean done = compiler
                .getTask(new PrintWriter(System.err, true), files, collector, options, null, withoutMarks(files.getJavaFileObjectsFromFiles(sources)))
                .call();
            List<Diagnostic<? extends JavaFileObject>> found = collector.getDiagnostics();
            for (Diagnostic<? extends JavaFileObject> one : found) System.err.println(line(one, task));
            long errors = found.stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).count();
            String first = found.stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).findFirst()
                .map(one -> line(one, task)).orElse("javac failed");
            answer(out, done ? null : errors > 1 ? first + " (and " + (errors - 1) + " more)" : first, found, task);
            if (done) zip(classes, out);
        }
    }

    /** Drops the byte order mark that editors on Windows write; javac takes it for a character of the code. */
    private static List<JavaFileObject> withoutMarks(Iterable<? extends JavaFileObject> sources) {
        return StreamSupport.stream(sources.spliterator(), false).<JavaFileObject>map(source -> new ForwardingJavaFileObject<JavaFileObject>(source) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
                CharSequence text = super.getCharContent(ignoreEncodingErrors);
                return text.length() > 0 && text.charAt(0) == '\uFEFF' ? text.subSequence(1, text.length()) : text;
            }
        }).toList();
    }

    private static List<Path> find(Path folder, String ending, int depth) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> path.toString().endsWith(ending) && Files.isRegularFile(path)).sorted().toList();
        }
    }

    private static void zip(Path classes, PrintStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path path : find(classes, ".class", Integer.MAX_VALUE)) {
                ZipEntry entry = new ZipEntry(classes.relativize(path).toString());
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
    }

    private static void answer(PrintStream out, String error, List<Diagnostic<? extends JavaFileObject>> found, Path task) {
        String diagnostics = found.stream().limit(MAX_DIAGNOSTICS).filter(one -> one.getSource() != null)
            .map(one -> "{\"file\":" + quote(file(one, task)) + ",\"line\":" + Math.max(1, one.getLineNumber())
                + ",\"column\":" + Math.max(1, one.getColumnNumber())
                + ",\"severity\":\"" + (one.getKind() == Diagnostic.Kind.ERROR ? "error" : "warning")
                + "\",\"message\":" + quote(message(one)) + "}")
            .collect(Collectors.joining(","));
        out.println("{\"error\":" + (error == null ? "null" : quote(error))
            + ",\"packages\":[],\"diagnostics\":[" + diagnostics + "]}");
        out.flush();
    }

    private static String file(Diagnostic<? extends JavaFileObject> one, Path task) {
        return task.toUri().relativize(one.getSource().toUri()).getPath();
    }

    private static String line(Diagnostic<? extends JavaFileObject> one, Path task) {
        if (one.getSource() == null) return message(one);
        return file(one, task) + ":" + one.getLineNumber() + ":" + one.getColumnNumber() + ": " + message(one);
    }

    private static String message(Diagnostic<?> one) {
        String message = one.getMessage(Locale.ENGLISH);
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < 0x20) quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
