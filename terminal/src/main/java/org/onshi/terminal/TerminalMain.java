package org.onshi.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

/**
 * Starts one terminal: {@code TerminalMain --config FILE [--stop-on-stdin-eof]}. Prints {@code
 * STARTED} on standard output once it works, logs to standard error, ends on SIGTERM. Exit 1 when
 * the settings do not work, 2 on wrong usage, 3 when a part of it died.
 */
public final class TerminalMain {
    static {
        // before the first logger is made
        System.setProperty("java.util.logging.manager", LastingLog.class.getName());
        System.setProperty(
                "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%n");
        // without it a screen's answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // a connection that dawdles over its request, or over taking its answer, is closed; the
        // longest step waits for its turn, the reader and several answers of the central system
        System.setProperty("sun.net.httpserver.maxReqTime", "120");
        System.setProperty("sun.net.httpserver.maxRspTime", "120");
        System.setProperty("jdk.httpserver.maxConnections", "256");
        // closed from our side before the other side closes it (Jetty: 30 s)
        System.setProperty("jdk.httpclient.keepalive.timeout", "20");
    }

    private static final System.Logger LOG = System.getLogger(TerminalMain.class.getName());
    private static final String USAGE =
            """
            使い方 / usage: TerminalMain --config FILE [--stop-on-stdin-eof]
            例 / example: TerminalMain --config /etc/onshi/terminal.properties
            """;

    private TerminalMain() {}

    /** Runs until stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        int config = given.indexOf("--config");
        boolean stopOnEof = given.contains("--stop-on-stdin-eof");
        if (given.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        if (config < 0 || given.size() != (stopOnEof ? 3 : 2) || config + 1 >= given.size()) {
            System.err.print(USAGE);
            System.exit(2);
        }
        Terminal terminal;
        try {
            TerminalSettings settings = TerminalSettings.read(Path.of(given.get(config + 1)));
            terminal = Terminal.start(settings, () -> Runtime.getRuntime().halt(3));
        } catch (SettingsFault e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(terminal), "stop"));
        System.out.println("STARTED");
        if (stopOnEof) {
            waitForEndOfInput();
            System.exit(0);
        }
        new CountDownLatch(1).await(); // until a signal
    }

    private static void close(Terminal terminal) {
        try {
            terminal.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "stopping: {0}", e.getClass().getSimpleName());
        }
    }

    private static void waitForEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever is typed means nothing; its end means stop
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "standard input is gone");
        }
    }

    /** The JDK closes its log at the beginning of a shutdown; the last lines are wanted. */
    public static final class LastingLog extends LogManager {
        /** Made by the JDK. */
        public LastingLog() {
            super();
        }

        @Override
        public void reset() {
            // nothing to close: lines go to standard error at once
        }
    }
}
