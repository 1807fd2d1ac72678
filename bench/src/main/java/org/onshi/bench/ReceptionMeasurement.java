package org.onshi.bench;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A Monday morning before one reader and before two: times of the machines are measured at the
 * terminal's screens, times of people are the stated guesses below (docs/performance.md).
 * requirements K-08.
 */
final class ReceptionMeasurement implements Measurement {
    private static final int PEOPLE_MAX = 1_000;
    private static final int VISITS_MAX = 30;

    /** First visits, which the JVMs are not ready for. */
    private static final int WARM_VISITS = 6;

    private static final int MORNINGS = 200;
    private static final long SEED = 8;

    /** 8:30 to 12:00: many at the opening, fewer and fewer towards noon. */
    private static final List<Reception.Stretch> MONDAY =
            List.of(
                    new Reception.Stretch(30, 24),
                    new Reception.Stretch(60, 36),
                    new Reception.Stretch(60, 27),
                    new Reception.Stretch(60, 18));

    /** Seconds a person takes: come up, place the card, choose, read, touch, take the card. */
    private static final double FACE_PERSON_SECONDS = 22;

    /** The same with four digits to remember and type. */
    private static final double PIN_PERSON_SECONDS = 30;

    /** Of ten patients, how many are identified by face; the others by PIN. */
    private static final int FACE_OF_TEN = 8;

    /** One of these takes three times as long: old, or with the card still in its sleeve. */
    private static final int SLOW_ONE_OF = 6;

    private static final double SLOW_FACTOR = 3;

    @Override
    public String name() {
        return "reception";
    }

    @Override
    public String purpose() {
        return "月曜の朝の待ち時間（カードリーダー1台と2台） / waiting on a Monday morning, one reader and two";
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        double face;
        double pin;
        try (MeasuredDemo demo = MeasuredDemo.start(small(settings));
                CounterVisits counter = new CounterVisits(demo)) {
            List<NamedCsvRecord> patients = patients(demo);
            for (int i = 0; i < WARM_VISITS; i++) {
                NamedCsvRecord patient = patients.get(i % patients.size());
                counter.visit(
                        patient.getField("card_id"), i % 2 == 0 ? "" : patient.getField("pin"));
            }
            face = median(counter, patients, false);
            pin = median(counter, patients, true);
        }
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("machine_seconds_face", hundredths(face));
        figures.put("machine_seconds_pin", hundredths(pin));
        for (int readers = 1; readers <= 2; readers++) {
            simulate(readers, face, pin, figures);
        }
        return figures;
    }

    /** A reception is not slower in a large town; a small one is there sooner. */
    private static BenchSettings small(BenchSettings settings) {
        if (settings.running()) {
            return settings;
        }
        Path data = settings.data();
        return new BenchSettings(
                settings.root(),
                data.resolveSibling(data.getFileName() + "-reception"),
                Math.min(settings.people(), PEOPLE_MAX),
                settings.seconds(),
                settings.seed(),
                false);
    }

    /**
     * Ordinary patients of today, a row each: registered, with a card that is valid, a photo and a
     * PIN.
     */
    private static List<NamedCsvRecord> patients(MeasuredDemo demo) {
        List<NamedCsvRecord> patients =
                demo.town().stream()
                        .filter(row -> row.getField("situation").equals("plain"))
                        .filter(row -> row.getField("card_kind").equals("adult"))
                        .filter(row -> row.getField("card_registered").equals("true"))
                        .filter(row ->
                                row.getField("certificate_expires_on").compareTo(demo.today()) >= 0)
                        .limit(VISITS_MAX)
                        .toList();
        if (patients.isEmpty()) {
            throw new IllegalStateException("the town has nobody with a registered card");
        }
        return patients;
    }

    private static double median(
            CounterVisits counter, List<NamedCsvRecord> patients, boolean withPin) {
        List<Double> seconds = new ArrayList<>();
        for (NamedCsvRecord patient : patients) {
            seconds.add(
                    counter.visit(
                            patient.getField("card_id"), withPin ? patient.getField("pin") : ""));
        }
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    /** Means over many mornings, so that no single one decides. */
    private static void simulate(
            int readers, double face, double pin, Map<String, Number> figures) {
        double mean = 0;
        double p90 = 0;
        double longest = 0;
        double queue = 0;
        double busy = 0;
        double service = 0;
        for (int morning = 0; morning < MORNINGS; morning++) {
            Random random = new Random(SEED + morning);
            List<Double> arrivals = Reception.arrivals(MONDAY, random);
            List<Double> seconds =
                    arrivals.stream().map(time -> serviceSeconds(random, face, pin)).toList();
            Reception.Waits waits = Reception.simulate(arrivals, seconds, readers);
            service += seconds.stream().mapToDouble(time -> time).average().orElse(0);
            mean += waits.meanWaitSeconds();
            p90 += waits.p90WaitSeconds();
            longest += waits.longestWaitSeconds();
            queue += waits.longestQueue();
            busy += waits.busyShare();
        }
        if (readers == 1) {
            figures.put("patients", MONDAY.stream().mapToInt(Reception.Stretch::patients).sum());
            figures.put("mean_service_seconds", hundredths(service / MORNINGS));
        }
        figures.put("mean_wait_seconds_" + readers, hundredths(mean / MORNINGS));
        figures.put("p90_wait_seconds_" + readers, hundredths(p90 / MORNINGS));
        figures.put("longest_wait_seconds_" + readers, hundredths(longest / MORNINGS));
        figures.put("longest_queue_" + readers, hundredths(queue / MORNINGS));
        figures.put("busy_share_" + readers, hundredths(busy / MORNINGS));
        figures.put(
                "another_reader_recommended_" + readers,
                mean / MORNINGS > Reception.MEAN_WAIT_SECONDS_MAX ? 1 : 0);
    }

    /** One patient's time at the reader: machine, person, and now and then somebody slow. */
    private static double serviceSeconds(Random random, double face, double pin) {
        boolean byFace = random.nextInt(10) < FACE_OF_TEN;
        double person =
                (byFace ? FACE_PERSON_SECONDS : PIN_PERSON_SECONDS)
                        * (0.7 + 0.6 * random.nextDouble());
        boolean slow = random.nextInt(SLOW_ONE_OF) == 0;
        return (byFace ? face : pin) + (slow ? SLOW_FACTOR * person : person);
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
