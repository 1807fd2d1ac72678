package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/** Registrations that come late, through the doors (requirements B-10). */
@Tag("database")
@Tag("store")
class LateRegistrationsTest {
    private static final String APRIL = "/insurer/late-registrations?from=2024-04-01&to=2024-05-01";

    private static DutyWorld world;

    @BeforeAll
    static void aMonthOfRegistrations() throws Exception {
        world = new DutyWorld("2024-04-11");
        String kyokai = DutyWorld.KYOKAI;
        world.send(
                kyokai,
                DutyWorld.row("ADD", kyokai, 1, "2024-04-01", "2024-04-06"),
                DutyWorld.row("ADD", kyokai, 2, "2024-04-01", "2024-04-07"));
        world.on("2024-04-12");
        world.send(
                kyokai,
                DutyWorld.row("ADD", kyokai, 3, "2024-04-01", "2024-04-06"),
                DutyWorld.row("ADD", kyokai, 4, "2024-03-20", "2024-04-01"));
        world.send(
                DutyWorld.CITY,
                DutyWorld.row("ADD", DutyWorld.CITY, 5, "2024-04-10", "2024-04-12"));
        world.on("2024-05-20");
        world.send(
                kyokai,
                DutyWorld.row("CORRECT", kyokai, 1, "2024-04-01", "2024-04-05"),
                DutyWorld.row("ADD", kyokai, 6, "2024-05-01", "2024-05-20"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    @Tag("B-10")
    void anInsurerSeesWhichOfItsRegistrationsCameLateAndThroughWhom() throws Exception {
        int before = world.server.audited("late.read").size();

        List<JsonNode> late =
                world.read(DutyWorld.KYOKAI, APRIL)
                        .path("late_registrations")
                        .valueStream()
                        .toList();

        assertThat(late)
                .extracting(it ->
                        it.path("own").path("number").asString()
                                + " "
                                + it.path("timeliness").asString()
                                + " "
                                + it.path("registered_on").asString())
                .containsExactly(
                        "2 LATE_EMPLOYER 2024-04-11",
                        "3 LATE_INSURER 2024-04-12",
                        "4 LATE_BOTH 2024-04-12");
        assertThat(world.server.audited("late.read"))
                .hasSize(before + 3)
                .noneMatch(it -> it.contains("見本"));
        assertThat(world.read(DutyWorld.CITY, APRIL).path("late_registrations").valueStream())
                .as("another insurer has none of them")
                .isEmpty();
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        RegistrationDuties duties = world.server.bean(RegistrationDuties.class);
        Optional<UUID> after = Optional.empty();
        List<Timeliness> seen = new ArrayList<>();
        List<LateRegistration> page = late(duties, after);
        while (!page.isEmpty()) {
            seen.add(page.getFirst().timeliness());
            page = late(duties, Optional.of(page.getFirst().registered().coverageId()));
        }
        assertThat(seen)
                .containsExactly(
                        Timeliness.LATE_EMPLOYER, Timeliness.LATE_INSURER, Timeliness.LATE_BOTH);
    }

    private static List<LateRegistration> late(RegistrationDuties duties, Optional<UUID> after) {
        return duties.late(
                new InsurerNumber(DutyWorld.KYOKAI),
                LocalDate.of(2024, 4, 1),
                LocalDate.of(2024, 5, 1),
                after,
                1);
    }

    @Test
    @Tag("B-10")
    void theOperatorSeesHowEachInsurerKeepsItsDeadlinesByTheMonthOfTheFirstRegistration()
            throws Exception {
        assertThat(world.figures("/operator/registration-deadlines?month=2024-04"))
                .containsExactly("01130012,1,1,1,1,0,50.0", "138016,0,0,0,0,1,");
        assertThat(world.figures("/operator/registration-deadlines?month=2024-05"))
                .as("a correction is no registration")
                .containsExactly("01130012,0,0,1,0,0,100.0");
        assertThat(world.figures("/operator/registration-deadlines?month=2024-06")).isEmpty();
    }

    @Test
    void aRangeThatEndsBeforeItBeginsOrIsLongerThanAYearIsRefused() throws Exception {
        for (String range :
                List.of("from=2024-04-02&to=2024-04-02", "from=2024-04-01&to=2025-04-02")) {
            assertThat(world.get(DutyWorld.KYOKAI, "/insurer/late-registrations?" + range).body())
                    .contains(FaultCode.VALUES_CONTRADICT.code());
        }
    }
}
