package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.callers.Door;
import org.onshi.server.consent.Consents;
import org.onshi.wire.ConsentKind;

/**
 * The same things done by one server on days of four regimes (requirements K-12): what is right is
 * decided by the day, through the doors, and by nothing that was changed in between. The grace of
 * certificates, by which December 2024 differs from November, is asked in CertificateLifeTest.
 */
@Tag("database")
@Tag("K-12")
class RegimesTest {
    private static final FacilityCode CLINIC = new FacilityCode("1310000017");

    private static DutyWorld world;

    @BeforeAll
    static void open() throws Exception {
        world = new DutyWorld("2023-02-01");
        try (HttpClient operator = world.server.keys().operator().http()) {
            HttpResponse<String> loaded =
                    world.server.post(
                            operator,
                            Door.OPERATOR,
                            "/operator/facilities",
                            "text/csv",
                            "facility_code,name,kind\n" + CLINIC.digits() + ",見本病院,HOSPITAL\n");
            assertThat(loaded.body()).contains(",ACCEPTED,");
        }
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static final Set<ConsentKind> OF_2023 =
            EnumSet.of(
                    ConsentKind.LIMIT,
                    ConsentKind.SPECIAL_DISEASES,
                    ConsentKind.CHECKUP,
                    ConsentKind.MEDICATION,
                    ConsentKind.TREATMENT,
                    ConsentKind.PRESCRIPTION);

    /**
     * What holds on a day.
     *
     * @param place of its first person
     * @param fiveAttributesOfNobody what becomes of a notice without number, by whose attributes
     *     nobody is found
     * @param numberOfNobody of one with a number that the register does not know
     * @param sixDaysEach how notice and registration are judged that took six days each
     * @param blanket whether one touch may answer for everything
     * @param kinds of consent that are asked for
     */
    record Regime(
            int place,
            LocalDate day,
            String fiveAttributesOfNobody,
            String numberOfNobody,
            Timeliness sixDaysEach,
            boolean blanket,
            Set<ConsentKind> kinds) {}

    static Stream<Regime> regimes() {
        Set<ConsentKind> withOperations = EnumSet.copyOf(OF_2023);
        withOperations.add(ConsentKind.OPERATION);
        return Stream.of(
                new Regime(
                        10,
                        LocalDate.of(2023, 2, 15),
                        "AWAITING_NUMBER",
                        "OK",
                        Timeliness.NOT_JUDGED,
                        false,
                        OF_2023),
                fromMay2024(20, LocalDate.of(2024, 11, 15), withOperations),
                fromMay2024(30, LocalDate.of(2024, 12, 15), withOperations),
                fromMay2024(40, LocalDate.of(2025, 8, 15), EnumSet.allOf(ConsentKind.class)));
    }

    private static Regime fromMay2024(int place, LocalDate day, Set<ConsentKind> kinds) {
        return new Regime(
                place, day, "UNRESOLVED", "REGISTER_UNKNOWN", Timeliness.LATE_BOTH, true, kinds);
    }

    @ParameterizedTest
    @MethodSource("regimes")
    @Tag("B-05")
    @Tag("B-07")
    @Tag("B-10")
    @Tag("A-11")
    void theDayDecidesWhatIsAskedOfInsurersAndPatients(Regime regime) throws Exception {
        world.on(regime.day.toString());
        String acquired = regime.day.minusDays(12).toString();
        String notified = regime.day.minusDays(6).toString();
        int place = regime.place;

        assertThat(
                        sent(
                                DutyWorld.rowWithoutNumber(
                                        DutyWorld.KYOKAI,
                                        place + 1,
                                        "NOT_PROVIDED",
                                        acquired,
                                        notified)))
                .contains(coded(regime.fiveAttributesOfNobody));
        world.server.register().knowsNobody(DutyWorld.individualNumber(place + 2));
        assertThat(sent(row(place + 2, acquired, notified))).contains(coded(regime.numberOfNobody));

        assertThat(sent(row(place + 3, acquired, notified))).contains(coded("OK"));
        List<String> figures =
                world.figures(
                        "/operator/registration-deadlines?month="
                                + regime.day.toString().substring(0, 7));
        assertThat(figures).hasSize(1);
        int column = 1 + List.of(Timeliness.values()).indexOf(regime.sixDaysEach);
        assertThat(figures.getFirst().split(",", -1)[column])
                .as(figures.getFirst())
                .isNotEqualTo("0");

        Consents consents = world.server.bean(Consents.class);
        assertThat(consents.blanketOffered()).isEqualTo(regime.blanket);
        assertThat(consents.offered(CLINIC)).containsExactlyInAnyOrderElementsOf(regime.kinds);
    }

    /** As a cell of the result. */
    private static String coded(String code) {
        return "," + code + ",";
    }

    private static String row(int place, String acquired, String notified) {
        return DutyWorld.row("ADD", DutyWorld.KYOKAI, place, acquired, notified);
    }

    private static String sent(String row) throws Exception {
        return world.send(DutyWorld.KYOKAI, row).getFirst();
    }
}
