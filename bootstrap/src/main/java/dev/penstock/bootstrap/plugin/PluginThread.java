package dev.penstock.bootstrap.plugin;

import dev.penstock.spi.SettingsException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where a plug-in's code runs: on threads that the gateway can do without. They are the platform's own, because one that
/// never blocks would keep a virtual thread's carrier for good.
///
/// @param name what to call them
/// @param loader the plug-in's, for libraries that ask the thread where to find their parts
record PluginThread(String name, ClassLoader loader) {

    /// @throws NoThreadException if that cannot be; then nothing has begun
    Thread start(Runnable work) {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(work);
        thread.setContextClassLoader(loader);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // which is what it is called when the system has no thread left
            throw new NoThreadException(e);
        }
        return thread;
    }

    /// Does something that ought to be short.
    ///
    /// @param tooLate takes what comes when nobody waits for it any more
    /// @throws PluginException if it takes longer than `limit` or throws something
    /// @throws SettingsException if it throws that
    /// @throws NoThreadException if it cannot begin
    <T> T within(Duration limit, Supplier<T> work, Consumer<T> tooLate) throws PluginException {
        Answer<T> answer = new Answer<>(tooLate);
        Thread thread = start(() -> answer.fill(work));
        try {
            if (!answer.await(limit) && answer.abandon()) {
                thread.interrupt();
                throw new PluginException("it has not come back within " + limit.toMillis() + " ms");
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new PluginException("the gateway stops");
        }
        if (answer.thrown() instanceof SettingsException e) {
            throw e;
        }
        if (answer.thrown() != null) {
            throw new PluginException(PluginLoader.reason(answer.thrown()));
        }
        return answer.value().orElseThrow(() -> new PluginException("it has given null"));
    }
}
