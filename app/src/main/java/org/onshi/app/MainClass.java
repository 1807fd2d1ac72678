package org.onshi.app;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The processes' own main classes. */
final class MainClass {
    static final String SERVER = "org.onshi.server.ServerApplication";
    static final String TERMINAL = "org.onshi.terminal.TerminalMain";
    static final String SANDBOX = "org.onshi.sandbox.SandboxMain";

    private MainClass() {}

    /** Runs a process in this JVM until it is interrupted; {@code config} may be missing. */
    static int run(String mainClass, Path config) {
        if (config != null && !Files.isReadable(config)) {
            throw new CommandFault(
                    "設定ファイル " + config + " を読めません。",
                    "Cannot read the configuration file " + config + ".");
        }
        String[] arguments =
                config == null
                        ? new String[0]
                        : new String[] {"--config", config.toAbsolutePath().toString()};
        try {
            Class.forName(mainClass)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
            new CountDownLatch(1).await();
            return 0;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(mainClass + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(mainClass + " is missing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
