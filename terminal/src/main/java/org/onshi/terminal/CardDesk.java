package org.onshi.terminal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.onshi.terminal.ScreenServer.Handler;
import org.onshi.wire.SharedClock;

/** The terminal's part that receives cards: reader, engine and the two screens. */
final class CardDesk implements AutoCloseable {
    private final VisitEngine engine;
    private final Optional<ScreenServer> patient;
    private final Optional<ScreenServer> counter;

    private CardDesk(
            VisitEngine engine, Optional<ScreenServer> patient, Optional<ScreenServer> counter) {
        this.engine = engine;
        this.patient = patient;
        this.counter = counter;
    }

    /**
     * Opens the reader and the screens' ports.
     *
     * @throws SettingsFault when a port is taken
     */
    static CardDesk open(
            TerminalSettings settings,
            VisitSettings visits,
            OqsFolders folders,
            SSLContext tls,
            SharedClock clock) {
        VisitEngine engine =
                new VisitEngine(
                        visits,
                        visits.reader().open(visits.readerTimeout()),
                        new VisitDoor(
                                settings.centralSystem(),
                                tls,
                                settings.limits().connectTimeout(),
                                visits.centralTimeout()),
                        new FaceFolder(
                                folders.face(),
                                settings.facility(),
                                settings.singleEncoding(),
                                clock));
        ScreenPages pages = new ScreenPages();
        boolean good = false;
        Optional<ScreenServer> patient = Optional.empty();
        try {
            patient =
                    screen(
                            "patient-port",
                            visits.patientPort(),
                            new PatientApi(engine).paths(),
                            new PatientScreen(engine, pages).paths());
            Optional<ScreenServer> counter =
                    screen(
                            "counter-port",
                            visits.counterPort(),
                            new CounterApi(engine).paths(),
                            new CounterScreen(engine, pages, visits).paths());
            good = true;
            return new CardDesk(engine, patient, counter);
        } finally {
            if (!good) {
                patient.ifPresent(ScreenServer::close);
                engine.close();
            }
        }
    }

    private static Optional<ScreenServer> screen(
            String key,
            Optional<Integer> port,
            Map<String, Map<String, Handler>> api,
            Map<String, Map<String, Handler>> pages) {
        if (port.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, Handler>> paths = new LinkedHashMap<>(api);
        paths.putAll(pages);
        try {
            return Optional.of(ScreenServer.start(port.get(), paths));
        } catch (IOException e) {
            throw new SettingsFault(
                    "設定 terminal."
                            + key
                            + " のポート "
                            + port.get()
                            + " を使えません。使っているプロセスを止めるか、別の番号にしてください。 / The port of terminal."
                            + key
                            + " cannot be used; stop the process that has it or choose another.");
        }
    }

    /** Watches the reader until interrupted. */
    void run() {
        engine.run();
    }

    VisitEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        patient.ifPresent(ScreenServer::close);
        counter.ifPresent(ScreenServer::close);
        engine.close();
    }
}
