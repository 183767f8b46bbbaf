package dev.penstock.bootstrap.plugin;

import dev.penstock.domain.port.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A plug-in out of a few lines of Java, compiled while the test runs.
///
/// @param sources by the name of the class
/// @param version of the manifest
/// @param services the classes that the service files name, by the simple name of what they implement
/// @param headers more of the manifest
public record TinyPlugin(Map<String, String> sources, String version, Map<String, String> services,
        Map<String, String> headers) {
    /// Not compiled with the rest, for it is not whole.
    private static final String SOURCE = read("EchoPlugin.txt");
    private static final String SERVICES = "META-INF/services/dev.penstock.spi.";
    private static final String PROVIDER = "ProviderPlugin";

    /// What a plug-in does; each is a statement or an expression of Java.
    ///
    /// @param construct in the constructor
    /// @param kind what `kind()` gives
    /// @param connect in `connect`, before it returns
    /// @param said what it answers with
    record Echo(String construct, String kind, String connect, String said) {
        static Echo of(String kind) {
            return new Echo("", '"' + kind + '"', "", "VERSION");
        }

        Echo constructing(String statement) {
            return new Echo(statement, kind, connect, said);
        }

        Echo ofKind(String expression) {
            return new Echo(construct, expression, connect, said);
        }

        Echo connecting(String statement) {
            return new Echo(construct, kind, statement, said);
        }

        Echo saying(String expression) {
            return new Echo(construct, kind, connect, expression);
        }

        TinyPlugin version(String version) {
            return new TinyPlugin(Map.of("acme.EchoPlugin", source(version)), version,
                    Map.of(PROVIDER, "acme.EchoPlugin"), Map.of());
        }

        private String source(String version) {
            return SOURCE.replace("$VERSION", version)
                    .replace("$CONSTRUCT", construct)
                    .replace("$KIND", kind)
                    .replace("$CONNECT", connect)
                    .replace("$SAID", said);
        }
    }

    /// One that answers with its version. The model chooses what else it does: `slow` waits for the setting `gate`, a
    /// file, in the middle of its answer; `hang` does not come back before that file is there, nor does `spin`, which
    /// never rests; `throw` and `null` do that; `busy` is out of order.
    public static TinyPlugin echo(String kind, String version) {
        return Echo.of(kind).version(version);
    }

    /// Of one class.
    ///
    /// @param role the simple name of what it implements
    public static TinyPlugin of(String role, String className, String source, String version) {
        return new TinyPlugin(Map.of(className, source), version, Map.of(role, className), Map.of());
    }

    /// An interceptor of the kind `odd`. The body of a request chooses what it does, by words in it: `hang` does not come
    /// back before the file is there that the setting `gate` names; `throw`, `link` and `null` do that. A guard objects to
    /// `object!`, and an editor makes an invalid body of everything.
    ///
    public static TinyPlugin odd(Interceptor.Mode mode, String version) {
        return of("InterceptorPlugin", "acme.OddInterceptor",
                read("OddInterceptor.txt").replace("$MODE", mode.name()).replace("$MADE", switch (mode) {
                    case OBSERVE -> "Observer";
                    case EDIT -> "Editor";
                    case REFUSE -> "Guard";
                }).replace("$VERSION", version), version);
    }

    /// A usage recorder of the kind `odd`, which appends its version and the request's id to the setting `file`.
    ///
    /// @param what `hang` does so for every record until the file is there that `gate` names, and `throw` for ever; `null` is
    ///        what it connects to, and `tell` has it tell its password instead; all else is nothing odd
    public static TinyPlugin oddRecorder(String what, String version) {
        return of("UsageRecorderPlugin", "acme.OddRecorder",
                read("OddRecorder.txt").replace("$WHAT", what).replace("$VERSION", version), version);
    }

    TinyPlugin and(String className, String source) {
        Map<String, String> more = new HashMap<>(sources);
        more.put(className, source);
        return new TinyPlugin(more, version, services, headers);
    }

    TinyPlugin withoutService() {
        return new TinyPlugin(sources, version, Map.of(), headers);
    }

    TinyPlugin naming(String className) {
        return new TinyPlugin(sources, version, Map.of(PROVIDER, className), headers);
    }

    public TinyPlugin with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new TinyPlugin(sources, version, services, more);
    }

    /// Compiles it into a jar, which appears in its folder at once and whole.
    public void into(Path folder) {
        into(folder, ".");
    }

    /// Into a jar that lacks some classes.
    ///
    /// @param without a part of their names
    void into(Path folder, String without) {
        try {
            Path classes = Files.createTempDirectory("tiny-plugin-");
            compile(classes);
            Files.createDirectories(folder);
            Path jar = Files.createTempFile("tiny-plugin-", ".part");
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(out, manifest())) {
                for (Map.Entry<String, String> service : services.entrySet()) {
                    entry(entries, SERVICES + service.getKey(),
                            service.getValue().getBytes(StandardCharsets.UTF_8));
                }
                try (Stream<Path> files = Files.walk(classes)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String name = classes.relativize(file).toString();
                        if (without.equals(".") || !name.contains(without)) {
                            entry(entries, name, Files.readAllBytes(file));
                        }
                    }
                }
            }
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            Files.move(jar, folder.resolve("tiny.jar"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes a plug-in's folder away.
    public static void remove(Path folder) {
        try {
            Files.delete(folder.resolve("tiny.jar"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(TinyPlugin.class.getResourceAsStream(resource),
                resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        return manifest;
    }

    private static void entry(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private void compile(Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<Source> units = sources.entrySet()
                .stream()
                .map(one -> new Source(one.getKey(), one.getValue()))
                .toList();
        boolean done = compiler
                .getTask(said, null, null, List.of("-proc:none", "-Xlint:none", "-d", classes.toString(),
                        "-classpath", System.getProperty("java.class.path")), null, units)
                .call();
        if (!done) {
            throw new AssertionError(said.toString());
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"),
                    JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
