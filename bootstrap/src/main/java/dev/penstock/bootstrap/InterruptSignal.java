package dev.penstock.bootstrap;

import java.lang.reflect.Proxy;

/// SIGINT, which a terminal sends on Ctrl-C. Once a process stops, the virtual machine ignores further signals; this is
/// how the gateway still reacts to one.
final class InterruptSignal {
    private InterruptSignal() {}

    /// Runs the action on a thread of its own on each SIGINT from now on, in place of the usual end of the process. Without
    /// effect where the virtual machine leaves signals to the system (`-Xrs`).
    ///
    /// By reflection, because the compiler warns of `sun.misc.Signal` wherever it is named, although the module
    /// `jdk.unsupported` exports it (JEP 260), and there is no other API for signals.
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object running = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            var _ = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), running);
        } catch (ReflectiveOperationException _) {
            // -Xrs, or another virtual machine: a second Ctrl-C does what the system has for it
        }
    }
}
