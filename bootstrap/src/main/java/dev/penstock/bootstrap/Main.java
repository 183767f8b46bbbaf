package dev.penstock.bootstrap;

import dev.penstock.adapter.usagelog.LineUsageRecorder;
import dev.penstock.spi.Problem;
import io.helidon.logging.common.LogConfig;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `penstock`. Exit codes: 0 for done, 2 for a command line or a configuration that is wrong, 1 for the rest.
@Command(name = "penstock", description = "An OpenAI-compatible gateway between developer tools and model providers.", sortOptions = false, mixinStandardHelpOptions = true, versionProvider = Main.Versions.class, subcommands = {
        ExplainCommand.class, PluginsCommand.class}, footerHeading = "%n", footer = {
                "Without any key it serves the built-in demo model. The environment variables are",
                "DASHSCOPE_KEY, OPENROUTER_KEY, UPSTREAM_SERVICE, DEFAULT_MODEL, PORT and others:",
                "see docs/configuration.md."})
public final class Main implements Callable<Integer> {
    @Option(names = "--config", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "The configuration file (default: penstock.yaml, if there is one).")
    private @Nullable Path config;

    @Option(names = "--validate", description = "Check the configuration, say what is wrong with it, and exit.")
    private boolean validate;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    /// Starts the gateway, or does what the options ask for.
    public static void main(String[] args) {
        // Not by a method of that class: to call one, the logging API would be initialised, and choose its manager.
        System.setProperty("java.util.logging.manager", LastingLogs.class.getName());
        LogConfig.configureRuntime();
        System.exit(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Gateway gateway;
        try {
            gateway = connect();
        } catch (ConfigException e) {
            return tell(e, err);
        }
        if (validate) {
            print(out, StartReport.valid(gateway));
            gateway.close();
            return CommandLine.ExitCode.OK;
        }
        try {
            gateway.listen();
        } catch (UncheckedIOException | IllegalStateException e) {
            gateway.close();
            err.println("Penstock cannot start: " + whyNot(gateway, e));
            return CommandLine.ExitCode.SOFTWARE;
        }
        LastingLogs.hold();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            InterruptSignal.handle(gateway::hurry);
            StartReport.stopping(gateway).ifPresent(err::println);
            gateway.close();
            LastingLogs.release();
        }));
        print(out, StartReport.listening(gateway));
        gateway.awaitFailure(); // a signal ends the process
        err.println(
                "Penstock stops: the listener has failed and accepts no connections any more. The log says why.");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// The gateway as it is configured, not listening yet.
    ///
    /// @throws ConfigException with all that is wrong
    Gateway connect() {
        Path directory = Environment.workingDirectory();
        List<Problem> problems = new ArrayList<>();
        Environment environment = Environment.read(directory, problems);
        return Assembly.of(environment, directory, Optional.ofNullable(config), Plugins.found(),
                LineUsageRecorder.standardOutput(Clock.systemUTC()), Clock.systemUTC(), problems);
    }

    /// Says what is wrong with the configuration.
    ///
    /// @return the exit code that goes with it
    static int tell(ConfigException e, PrintWriter err) {
        err.println("Penstock cannot start:");
        e.problems().forEach(problem -> err.println("  " + problem));
        return CommandLine.ExitCode.USAGE;
    }

    private static String whyNot(Gateway gateway, RuntimeException e) {
        String address = gateway.config().listener().host() + ":" + gateway.config().listener().port();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "it cannot listen on " + address + ": " + cause.getMessage()
                        + ". PORT chooses another port, PENSTOCK_HOST another address.";
            }
        }
        return "it cannot listen on " + address + ": " + e.getMessage();
    }

    private static void print(PrintWriter out, List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /// What `--version` shows.
    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"Penstock " + Version.TEXT + " on Java " + Runtime.version().feature()};
        }
    }
}
