package org.onshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;

/**
 * {@code bench matching}: are registrations linked to whom they are about, and to nobody else
 * (requirements B-05, B-07)? A population with planted faults becomes residents of the sandbox's
 * register and one registration file that goes through the insurer door; what became of each row is
 * what the system answered and stored. Inquiries without number are put to the matcher alone.
 */
final class MatchingMeasurement implements Measurement {
    private static final int TOWN_PEOPLE = 300;
    private static final int RUNS = 1_000_000_000;

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public String purpose() {
        return "照合：正しい紐付け、誤った紐付け、要確認、見つけた誤り / matching: right and wrong links, reviews, faults"
                + " found";
    }

    @Override
    public int people() {
        return 200_000;
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        // individual numbers of their own, however often the same folder is measured
        long run = new SecureRandom().nextInt(RUNS);
        PlantedPopulation population =
                new PlantedPopulation(settings.people(), settings.seed(), run);
        try (MeasuredDemo demo = MeasuredDemo.start(settings.ofTown(TOWN_PEOPLE))) {
            PlantedCounts counts =
                    new RegisteredPopulation(demo, settings, population, run).counts();
            Map<String, Number> figures = counts.figures();
            figures.putAll(MatcherAlone.inquiries(population));
            figures.put(
                    "comparisons_per_second", MatcherAlone.over(population).comparisonsPerSecond());
            counts.show();
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the store refuses a measuring statement", e);
        }
    }
}
