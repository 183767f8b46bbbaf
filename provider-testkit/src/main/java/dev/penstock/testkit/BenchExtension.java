package dev.penstock.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// Gives every test that wants one a [Bench], and clears it away afterwards. If the test fails because its author has forgotten
/// something, it says so.
public final class BenchExtension implements ParameterResolver, TestExecutionExceptionHandler {
    private static final Namespace PLACE = Namespace.create(BenchExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Bench.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(PLACE)
                .computeIfAbsent(Bench.class,
                        _ -> new Bench((ProviderUnderTest) test.getRequiredTestInstance()));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        Optional<String> hint = Optional.ofNullable(test.getStore(PLACE).get(Bench.class, Bench.class))
                .flatMap(Bench::misunderstanding);
        if (hint.isPresent()) {
            throw new AssertionError(hint.get(), failure);
        }
        throw failure;
    }
}
