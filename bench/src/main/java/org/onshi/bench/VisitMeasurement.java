package org.onshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.onshi.sandbox.Keys;
import org.onshi.sandbox.SigningCard;

/**
 * Whole card visits per second through the facility door: challenge, presence with signature, path
 * and OCSP (its cache as in operation), consent, check, end; beside checks by number of the same
 * run, and how long the one call that checks takes of it ({@code check_p99_ms}). requirements K-02,
 * K-03.
 */
final class VisitMeasurement implements Measurement {
    private static final int[] CONNECTIONS = {1, 8};
    private static final int MANY = 8;

    /** Each is asked about at the OCSP responder once a minute. */
    private static final int CARDS_MAX = 500;

    /** Rounds of warming up, each as long as a timed part. */
    private static final int WARM_ROUNDS_MAX = 12;

    @Override
    public String name() {
        return "visit";
    }

    @Override
    public String purpose() {
        return "カードでの受付の毎秒件数と応答時間 / card visits per second and latency through the facility door";
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings);
                Statements statements = new Statements(demo)) {
            URI facility = URI.create(demo.url("facility"));
            SSLContext keys =
                    DoorConnection.keys(
                            demo.file("keys/facility-" + demo.firstFacility() + ".p12"),
                            demo.file("keys/password.txt"),
                            demo.file("keys/ca.pem"));
            List<SigningCard> cards =
                    SigningCard.ofTown(
                            demo.file("sandbox"),
                            new Keys(demo.file("keys")),
                            LocalDate.parse(demo.today()),
                            persons(demo));
            List<byte[]> questions = CheckCaller.questions(demo);
            LoadRun.Callers visitors = () -> new VisitCaller(keys, facility, cards, _ -> {});
            LoadRun.Callers checkers = () -> new CheckCaller(keys, facility, questions);
            int seconds = settings.seconds();
            demo.warm(
                    WARM_ROUNDS_MAX * seconds,
                    () -> {
                        LoadRun.of(MANY, seconds, visitors);
                        LoadRun.of(MANY, seconds, checkers);
                    });
            Map<String, Number> figures = new LinkedHashMap<>();
            for (int connections : CONNECTIONS) {
                LoadRun checks = LoadRun.of(connections, seconds, checkers);
                long before = statements.count();
                Latencies cardChecks = new Latencies();
                LoadRun visits =
                        LoadRun.of(
                                connections,
                                seconds,
                                () ->
                                        new VisitCaller(
                                                keys,
                                                facility,
                                                cards,
                                                times -> {
                                                    synchronized (cardChecks) {
                                                        cardChecks.addAll(times);
                                                    }
                                                }));
                long ran = statements.count() - before;
                figures.put("visits_per_second_" + connections, visits.perSecond());
                figures.put("checks_per_second_" + connections, checks.perSecond());
                figures.put(
                        "ratio_to_check_" + connections,
                        thousandths(visits.perSecond() / checks.perSecond()));
                figures.put("p50_ms_" + connections, visits.latencies().percentileMillis(50));
                figures.put("p99_ms_" + connections, visits.latencies().percentileMillis(99));
                figures.put("check_p50_ms_" + connections, cardChecks.percentileMillis(50));
                figures.put("check_p99_ms_" + connections, cardChecks.percentileMillis(99));
                if (connections == MANY) {
                    figures.put(
                            "statements_per_visit",
                            thousandths((double) ran / visits.latencies().size()));
                }
            }
            figures.put("cards", cards.size());
            demo.readySeconds().ifPresent(it -> figures.put("demo_ready_seconds", it));
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("statements could not be counted", e);
        }
    }

    /** Ordinary people, whom an insurer has registered with their number. */
    private static Set<String> persons(MeasuredDemo demo) {
        return demo.town().stream()
                .filter(row -> row.getField("situation").equals("plain"))
                .map(row -> row.getField("person"))
                .distinct()
                .limit(CARDS_MAX)
                .collect(Collectors.toSet());
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
