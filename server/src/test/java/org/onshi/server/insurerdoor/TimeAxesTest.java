package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The drawing of a history: days to the right, to scale; recordings downwards, one a row. */
class TimeAxesTest {
    private static final Instant REGISTERED = Instant.parse("2025-04-03T01:00:00Z");
    private static final Instant CORRECTED = Instant.parse("2025-04-03T01:00:01Z");
    private static final Instant LOST = Instant.parse("2025-12-01T00:00:00Z");

    /** Registered for ever; corrected to two segments; the second of them then ends. */
    private final Map<String, Object> drawing =
            TimeAxes.draw(
                    List.of(
                            version("2025-04-01", null, REGISTERED, CORRECTED, "ACTIVE", false),
                            version("2025-04-01", "2025-05-01", CORRECTED, null, "ACTIVE", false),
                            version("2025-05-01", null, CORRECTED, LOST, "ACTIVE", false),
                            version("2025-05-01", "2025-06-30", LOST, null, "ACTIVE", false)));

    private static HistoryDoor.Version version(
            String from, String to, Instant recorded, Instant end, String standing, boolean held) {
        return new HistoryDoor.Version(
                new UUID(0, 1),
                new UUID(0, 2),
                "06999991",
                "1",
                "1",
                "01",
                LocalDate.parse("1980-01-01"),
                LocalDate.parse("2025-04-01"),
                Optional.empty(),
                LocalDate.parse(from),
                Optional.ofNullable(to).map(LocalDate::parse),
                standing,
                held,
                recorded,
                Optional.ofNullable(end),
                Map.of());
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> boxes() {
        return (List<Map<String, Object>>) drawing.get("boxes");
    }

    private int of(int box, String what) {
        return (int) boxes().get(box).get(what);
    }

    private int end(int box) {
        return of(box, "x") + of(box, "width");
    }

    private int bottom(int box) {
        return of(box, "y") + of(box, "height");
    }

    @Test
    void daysGoToTheRightAndToScale() {
        assertThat(of(0, "x")).isEqualTo(of(1, "x")).isEqualTo((int) drawing.get("left"));
        assertThat(of(2, "x")).isEqualTo(of(3, "x")).isGreaterThan(end(1));
        // thirty days and sixty
        double month = of(2, "x") - of(1, "x");
        assertThat((end(3) + 2 - of(3, "x")) / month).isCloseTo(2, offset(0.02));
    }

    @Test
    void whatNeverEndsReachesTheEdge() {
        assertThat(end(0)).isEqualTo(end(2)).isEqualTo((int) drawing.get("right") - 2);
        assertThat(end(3)).isLessThan(end(2));
    }

    @Test
    void recordingsGoDownwardsAndAVersionEndsWhereTheNextBegins() {
        assertThat(of(1, "y")).isEqualTo(of(2, "y")).isGreaterThan(bottom(0));
        assertThat(of(3, "y")).isGreaterThan(bottom(2));
        assertThat(bottom(1))
                .as("still known")
                .isEqualTo(bottom(3))
                .isLessThanOrEqualTo((int) drawing.get("bottom"));
        // a second and eight months take one row each
        assertThat(of(1, "y") - of(0, "y")).isEqualTo(of(3, "y") - of(2, "y"));
    }

    @Test
    void aVersionLooksAsItStands() {
        assertThat(boxes())
                .extracting(box -> box.get("kind"))
                .containsExactly("past", "now", "past", "now");
        assertThat(TimeAxes.kind(version("2025-04-01", null, REGISTERED, null, "PENDING", false)))
                .isEqualTo("pending");
        assertThat(TimeAxes.kind(version("2025-04-01", null, REGISTERED, null, "PENDING", true)))
                .isEqualTo("suspended");
    }

    @Test
    void boxesAreNumberedAsTheRowsOfTheTableBesideThem() {
        assertThat(boxes()).extracting(box -> box.get("number")).containsExactly(1, 2, 3, 4);
    }
}
