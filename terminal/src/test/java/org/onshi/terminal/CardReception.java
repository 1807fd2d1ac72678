package org.onshi.terminal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A whole reception of the test: central system, reader, terminal, and its two screens. */
final class CardReception implements AutoCloseable {
    final CentralStandIn central;
    final VisitStandIn visits;
    final ReaderStandIn reader;
    final ScreenCaller patient;
    final ScreenCaller counter;
    final Path face;
    private final Facility facility;
    private Terminal terminal;

    CardReception(Path root) throws IOException, GeneralSecurityException {
        central = new CentralStandIn(TestKeys.in(root).server()).start();
        visits = central.visits();
        reader = new ReaderStandIn();
        int patientPort = freePort();
        int counterPort = freePort();
        patient = new ScreenCaller(patientPort);
        counter = new ScreenCaller(counterPort);
        face = root.resolve("OQS/face");
        facility =
                new Facility(root, central.url())
                        .with("reader", reader.setting())
                        .with("patient-port", Integer.toString(patientPort))
                        .with("counter-port", Integer.toString(counterPort))
                        .with("visit-timeout-millis", "3000")
                        .with("reader-timeout-millis", "3000");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    CardReception with(String key, String value) {
        facility.with(key, value);
        return this;
    }

    CardReception start() {
        terminal = facility.start();
        return this;
    }

    /** Places a card and waits until it may be identified. */
    ReaderStandIn.TestCard place(ReaderStandIn.TestCard card)
            throws IOException, InterruptedException {
        visits.key = Optional.of(card.keys.getPublic());
        reader.place(card);
        patient.awaitStep("IDENTIFY");
        return card;
    }

    /** Puts another card where one lies, and waits until that one may be identified. */
    void swap(ReaderStandIn.TestCard card) throws IOException, InterruptedException {
        String before = patient.visit();
        visits.key = Optional.of(card.keys.getPublic());
        reader.place(card);
        patient.await(state ->
                state.path("step").asString("").equals("IDENTIFY")
                        && !state.path("visit").asString("").equals(before));
    }

    @Override
    public void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
        reader.close();
        central.close();
    }
}
