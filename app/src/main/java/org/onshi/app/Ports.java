package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a demo, all on 127.0.0.1. A terminal after the first has its screens ten ports on.
 *
 * @param base the first of twenty
 */
record Ports(int base) {
    int facility() {
        return base + 1;
    }

    int insurer() {
        return base + 2;
    }

    int operator() {
        return base + 3;
    }

    /** Pages for people: the insurers' console. */
    int web() {
        return base + 4;
    }

    int sandbox() {
        return base + 5;
    }

    int metrics() {
        return base + 6;
    }

    /** The patient's screen of a terminal, numbered from 1. */
    int patient(int terminal) {
        return base + 7 + 10 * (terminal - 1);
    }

    /** The clerk's screen of a terminal, numbered from 1. */
    int counter(int terminal) {
        return base + 8 + 10 * (terminal - 1);
    }

    int postgres() {
        return base + 9;
    }

    String facilityUrl() {
        return "https://127.0.0.1:" + facility();
    }

    String insurerUrl() {
        return "https://127.0.0.1:" + insurer();
    }

    String operatorUrl() {
        return "https://127.0.0.1:" + operator();
    }

    String webUrl() {
        return "http://127.0.0.1:" + web();
    }

    String sandboxUrl() {
        return "http://127.0.0.1:" + sandbox();
    }

    String patientUrl(int terminal) {
        return "http://127.0.0.1:" + patient(terminal);
    }

    String counterUrl(int terminal) {
        return "http://127.0.0.1:" + counter(terminal);
    }

    /** The simulated reader of a terminal. */
    String readerUrl(int terminal) {
        return sandboxUrl() + "/readers/" + "%02d".formatted(terminal);
    }

    String metricsUrl() {
        return "http://127.0.0.1:" + metrics() + "/actuator/prometheus";
    }

    /**
     * Looks whether the ports of the JVM processes are free; the database looks after its own.
     *
     * @param terminals how many terminals the demo has
     * @throws CommandFault when one is taken, naming it and the mend
     */
    void refuseTaken(int terminals) {
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("facility", facility());
        needed.put("insurer", insurer());
        needed.put("operator", operator());
        needed.put("web", web());
        needed.put("sandbox", sandbox());
        needed.put("metrics", metrics());
        for (int terminal = 1; terminal <= terminals; terminal++) {
            needed.put("patient-screen" + TerminalPlace.suffix(terminal), patient(terminal));
            needed.put("counter-screen" + TerminalPlace.suffix(terminal), counter(terminal));
        }
        needed.forEach(Ports::refuseTaken);
    }

    private static void refuseTaken(String name, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (BindException e) {
            throw new CommandFault(
                    "ポート "
                            + port
                            + "（"
                            + name
                            + "）は使用中です。使っているプロセスを止めるか、--port-base で別の範囲を指定してください（確認: ss -ltnp）。",
                    "Port "
                            + port
                            + " ("
                            + name
                            + ") is taken: stop its process or choose another --port-base (see:"
                            + " ss -ltnp).",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
