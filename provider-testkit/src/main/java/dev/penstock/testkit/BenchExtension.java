package dev.penstock.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that wants one a [Bench], and clears it away afterwards.
public final class BenchExtension implements ParameterResolver {
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
}
