package org.onshi.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The virtual threads of one terminal. A thread that dies of a bug ends the process: the work
 * folder holds everything, and a terminal that runs on with a part of itself missing answers
 * nobody.
 */
final class TerminalThreads {
    private static final System.Logger LOG = System.getLogger(TerminalThreads.class.getName());

    private final List<Thread> threads = new ArrayList<>();
    private final Runnable onDeath;

    TerminalThreads(Runnable onDeath) {
        this.onDeath = onDeath;
    }

    synchronized void start(String name, Runnable task) {
        threads.add(
                Thread.ofVirtual()
                        .name(name)
                        .uncaughtExceptionHandler((thread, failure) -> {
                            // class and place only: a message may carry what was read
                            LOG.log(
                                    System.Logger.Level.ERROR,
                                    "内部の誤りで停止します。 / Stopping after an internal mistake in {0}:"
                                            + " {1} at {2}",
                                    thread.getName(),
                                    failure.getClass().getName(),
                                    place(failure));
                            onDeath.run();
                        })
                        .start(task));
    }

    /** Interrupts all and waits a limited time for their end. */
    synchronized void stop(Duration patience) throws InterruptedException {
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            long left = deadline - System.nanoTime();
            if (left > 0) {
                thread.join(Duration.ofNanos(left));
            }
        }
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "?" : trace[0].toString();
    }
}
