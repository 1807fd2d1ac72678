package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The duties on the days and shares at which they turn, through the doors. */
@Tag("database")
class BoundariesOfDutiesTest {
    private static final String KYOKAI = DutyWorld.KYOKAI;

    /** B-13: with the tenth day after the acquisition the registration is still in progress. */
    @Test
    @Tag("B-13")
    void aRegistrationInProgressStandsInTheLateListFromTheEleventhDayOn() throws Exception {
        try (DutyWorld world = new DutyWorld("2024-04-08")) {
            world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, 1, "2023-04-01", "2023-04-03"));
            String anotherPersons =
                    DutyWorld.row("ADD", KYOKAI, 1, "2024-04-01", "2024-04-03")
                            .replace(",12,1,01,1985-03-04,", ",12,2,01,1990-01-01,");
            assertThat(world.send(KYOKAI, anotherPersons))
                    .singleElement()
                    .asString()
                    .startsWith("1,PENDING,PERSON_MISMATCH,");

            world.on("2024-04-11");
            assertThat(unregistered(world, "IN_PROGRESS")).as("day 10").containsExactly("2");
            assertThat(unregistered(world, "LATE")).isEmpty();

            world.on("2024-04-12");
            assertThat(unregistered(world, "IN_PROGRESS")).as("day 11").isEmpty();
            assertThat(unregistered(world, "LATE")).containsExactly("2");
        }
    }

    private static List<String> unregistered(DutyWorld world, String cause) throws Exception {
        return world.read(KYOKAI, "/insurer/unregistered?cause=" + cause)
                .path("unregistered")
                .valueStream()
                .map(it -> it.path("own").path("number").asString())
                .toList();
    }

    /**
     * B-10: notified on Friday 26 April 2024 and registered on Thursday 2 May: six days, of which a
     * weekend and 昭和の日 leave three.
     */
    @ParameterizedTest
    @Tag("B-10")
    @CsvSource({"CALENDAR, LATE_INSURER", "WORKING, ''"})
    void whichDaysCountIsASettingOfTheServer(String days, String late) throws Exception {
        try (DutyWorld world = new DutyWorld("2024-05-02", "--onshi.duties.days=" + days)) {
            world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, 1, "2024-04-26", "2024-04-26"));
            assertThat(
                            world.read(
                                            KYOKAI,
                                            "/insurer/late-registrations?from=2024-05-01&to=2024-06-01")
                                    .path("late_registrations")
                                    .valueStream()
                                    .map(it -> it.path("timeliness").asString()))
                    .containsExactlyElementsOf(late.isEmpty() ? List.of() : List.of(late));
        }
    }

    /** B-11: 9 of 10 in April, 98 of 109 in May; the threshold of the setting is 90 percent. */
    @Test
    @Tag("B-11")
    void ninetyPercentInTimeAsksForNoPlanAndATenthLessDoes() throws Exception {
        try (DutyWorld world = new DutyWorld("2024-04-30")) {
            world.send(KYOKAI, rows(1, 9, "2024-04-30"));
            world.send(KYOKAI, rows(10, 10, "2024-04-24"));
            world.on("2024-05-06");
            world.send(KYOKAI, rows(11, 108, "2024-05-06"));
            world.send(KYOKAI, rows(109, 119, "2024-04-30"));

            world.on("2024-06-03");
            assertThat(world.figures("/operator/registration-deadlines?month=2024-04"))
                    .containsExactly("01130012,9,1,0,0,0,90.0");
            assertThat(asked(world, "2024-04")).isZero();
            assertThat(world.figures("/operator/registration-deadlines?month=2024-05"))
                    .containsExactly("01130012,98,11,0,0,0,89.9");
            assertThat(asked(world, "2024-05")).isOne();
        }
    }

    /** Acquired and notified on one day, so that nobody's employer is late. */
    private static String[] rows(int first, int last, String day) {
        List<String> rows = new ArrayList<>();
        for (int place = first; place <= last; place++) {
            rows.add(DutyWorld.row("ADD", KYOKAI, place, day, day));
        }
        return rows.toArray(String[]::new);
    }

    private static int asked(DutyWorld world, String month) throws Exception {
        return DutyWorld.ok(world.operatorPost("/operator/improvement-plans?month=" + month, ""))
                .path("insurers")
                .asInt();
    }
}
