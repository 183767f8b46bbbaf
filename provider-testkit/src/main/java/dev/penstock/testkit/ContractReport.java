package dev.penstock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Writes down, after every run with a contract test in it, what became of each promise: a page of Markdown to attach to a
/// plug-in's release. JUnit's launcher finds it by itself; no test knows of it.
///
/// The page is `target/penstock-contract.md`, or where JUnit's configuration parameter `penstock.contract.report` says.
public final class ContractReport implements TestExecutionListener {
    private static final String PARAMETER = "penstock.contract.report";
    private static final String PLACE = "target/penstock-contract.md";

    private final Map<Class<?>, ContractRun> runs = new ConcurrentHashMap<>();
    private Optional<TestPlan> plan = Optional.empty();

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
        runs.clear();
    }

    @Override
    public void executionFinished(TestIdentifier what, TestExecutionResult result) {
        if (what.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            test(what).ifPresent(test -> {
                if (PluginUnderTest.class.isAssignableFrom(test.getJavaClass())) {
                    runs.computeIfAbsent(test.getJavaClass(), ContractRun::new)
                            .ended(test.getMethodName(), result);
                }
            });
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        if (runs.isEmpty()) {
            return;
        }
        Path page = Path.of(finished.getConfigurationParameters().get(PARAMETER).orElse(PLACE))
                .toAbsolutePath();
        try {
            Files.createDirectories(page.getParent());
            Files.writeString(page, runs.values()
                    .stream()
                    .sorted(Comparator.comparing(run -> run.contractTest().getName()))
                    .map(ContractPage::of)
                    .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The method that this is, or is a case of; empty for whole classes and the like.
    private Optional<MethodSource> test(TestIdentifier what) {
        Optional<TestIdentifier> step = Optional.of(what);
        while (step.isPresent()) {
            TestSource source = step.get().getSource().orElse(null);
            if (source instanceof MethodSource method) {
                return Optional.of(method);
            }
            TestIdentifier child = step.get();
            step = plan.flatMap(tree -> tree.getParent(child));
        }
        return Optional.empty();
    }
}
