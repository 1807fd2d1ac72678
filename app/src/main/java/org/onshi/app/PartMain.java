package org.onshi.app;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs the main class named first, and ends this JVM when its standard input ends. The supervisor
 * holds the other end: when the supervisor is gone, even by SIGKILL, its processes go too.
 */
final class PartMain {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private PartMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("supervisor-watch").start(PartMain::endWithSupervisor);
        // by name, so that a test can have a process of its own supervised
        try {
            Class.forName(arguments[0])
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        }
    }

    private static void endWithSupervisor() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.err.println("the supervisor's pipe broke: " + e.getMessage());
        }
        Thread.ofPlatform().daemon().name("halt").start(PartMain::haltWhenLate);
        Runtime.getRuntime().exit(0);
    }

    private static void haltWhenLate() {
        try {
            Thread.sleep(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
