package org.onshi.server.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.Await;
import org.onshi.server.TestServer;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Door;
import org.onshi.server.consent.ConsentChoice;
import org.onshi.server.consent.Consents;
import org.onshi.server.eligibility.CardChecks;
import org.onshi.server.eligibility.CardQuestion;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.server.eligibility.Eligibility;
import org.onshi.server.eligibility.Question;
import org.onshi.server.eligibility.ReferenceNumbers;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.PresenceMode;
import org.onshi.server.medicalinfo.CheckupRow;
import org.onshi.server.medicalinfo.Loaded;
import org.onshi.server.medicalinfo.MedicalRecords;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Claim;
import org.onshi.wire.ClaimItem;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ReferenceNumberRegistration;
import org.onshi.wire.SharedClock;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A wrong link from its detection to its publication, through the doors (requirements J-02, B-09,
 * B-16). Two women share kana, birth date and sex; an insurer gives the number of the one for the
 * other, before the days of the resident register check.
 */
@Tag("database")
@Tag("store")
class WrongLinksTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OWN = "01130012";
    private static final String CITY = "138016";
    private static final String CASES = "/insurer/wrong-links";
    private static final LocalDate BIRTH = LocalDate.of(1985, 3, 4);
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final Instant BEGIN = Instant.parse("2024-04-10T00:00:00Z");

    private static SharedClock clock;
    private static TestServer server;
    private static HttpClient own;
    private static HttpClient city;
    private static int people;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("onshi-wrong-links");
        clock = SharedClock.startingAt(folder.resolve("clock"), BEGIN);
        server = TestServer.start("--onshi.clock-file=" + folder.resolve("clock"));
        server.post(
                server.keys().operator().http(),
                Door.OPERATOR,
                "/operator/insurers",
                "text/csv",
                "insurer_number,name\n" + OWN + ",見本支部\n" + CITY + ",見本市\n");
        own = server.keys().insurer(OWN).http();
        city = server.keys().insurer(CITY).http();
    }

    @AfterAll
    static void stop() {
        List.of(own, city).forEach(HttpClient::close);
        server.close();
    }

    /** Two people: whose number it is, and to whom it was given wrongly. */
    private record Pair(String place, String number, String rightNumber) {
        static Pair linkedWrongly() throws Exception {
            people += 2;
            Pair pair =
                    new Pair(
                            Integer.toString(1000 + people),
                            individualNumber(people),
                            individualNumber(people + 1));
            register(city, CITY, "ADD", pair.place, pair.number, "見本花子", "2020-04-01");
            register(own, OWN, "ADD", pair.place, pair.number, "見本華子", "2024-04-01");
            assertThat(pair.coverage(OWN).personId()).isEqualTo(pair.coverage(CITY).personId());
            return pair;
        }

        /** The same, but whose number it is has no coverage of her own. */
        static Pair linkedToNobodysHolder() throws Exception {
            people += 2;
            Pair pair =
                    new Pair(
                            Integer.toString(1000 + people),
                            individualNumber(people),
                            individualNumber(people + 1));
            register(own, OWN, "ADD", pair.place, pair.number, "見本華子", "2024-04-01");
            return pair;
        }

        void correct() throws Exception {
            register(own, OWN, "CORRECT", place, rightNumber, "見本華子", "2024-04-01");
        }

        /** Of the insurer that she is asked for with. */
        void checkByNumber(String insurer) {
            assertThat(
                            server.bean(Eligibility.class)
                                    .check(
                                            new Question(
                                                    CLINIC,
                                                    new ClaimedInsurerNumber(insurer),
                                                    new InsuredIdentifier("12", place, "01"),
                                                    BIRTH,
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    false),
                                            Optional.empty())
                                    .coverages())
                    .hasSize(1);
        }

        Coverage coverage(String insurer) {
            return server
                    .bean(Registry.class)
                    .history(
                            new InsurerNumber(insurer),
                            new InsuredIdentifier("12", place, "01"),
                            BIRTH)
                    .stream()
                    .filter(it -> it.invalidatedAt().isEmpty())
                    .reduce((first, later) -> later)
                    .orElseThrow();
        }

        Loaded checkup(String insurer, String code, String value) {
            return server.bean(MedicalRecords.class)
                    .checkup(
                            List.of(
                                    new CheckupRow(
                                            new ClaimedInsurerNumber(insurer),
                                            new InsuredIdentifier("12", place, "01"),
                                            BIRTH,
                                            LocalDate.of(2024, 4, 8),
                                            code,
                                            value,
                                            "")),
                            "operator")
                    .getFirst();
        }

        Loaded claim(String insurer, String receipt) {
            return claim(insurer, receipt, new TreeMap<>(Map.of(5, 1)));
        }

        Loaded claimOfTwoDays(String insurer, String receipt) {
            return claim(insurer, receipt, new TreeMap<>(Map.of(5, 1, 8, 1)));
        }

        private Loaded claim(String insurer, String receipt, SortedMap<Integer, Integer> days) {
            return server.bean(MedicalRecords.class)
                    .claim(
                            CLINIC,
                            "試験医院",
                            new Claim(
                                    receipt,
                                    "1112",
                                    YearMonth.of(2024, 4),
                                    BIRTH,
                                    new ClaimedInsurerNumber(insurer),
                                    new InsuredIdentifier("12", place, "01"),
                                    List.of(
                                            new ClaimItem(
                                                    ClaimItem.Kind.SI,
                                                    "12",
                                                    "199990001",
                                                    Optional.of(BigDecimal.ONE),
                                                    1,
                                                    days))),
                            "operator");
        }

        String named() {
            return """
            {"insurer_number":"%s","symbol":"12","number":"%s","branch":"01",
            "birth_date":"1985-03-04"}
            """
                    .formatted(OWN, place);
        }

        String suspicion() {
            return "{\"coverage\":" + named() + ",\"source\":\"PERSON\"}";
        }
    }

    private static String individualNumber(int place) {
        String body = "2" + "%010d".formatted(place);
        return body + CheckDigit.individualNumber(body);
    }

    private static void register(
            HttpClient insurer,
            String insurerNumber,
            String action,
            String place,
            String number,
            String name,
            String acquired)
            throws Exception {
        register(insurer, insurerNumber, action, place, number, name, acquired, BIRTH.toString());
    }

    private static void register(
            HttpClient insurer,
            String insurerNumber,
            String action,
            String place,
            String number,
            String name,
            String acquired,
            String birthDate)
            throws Exception {
        String file =
                "action,insurer_number,symbol,number,branch,birth_date,individual_number,name,name_kana,sex,address,relationship,acquired_on,notified_on\n"
                        + String.join(
                                ",",
                                action,
                                insurerNumber,
                                "12",
                                place,
                                "01",
                                birthDate,
                                number,
                                name,
                                "ミホンハナコ",
                                "2",
                                "東京都千代田区1-1",
                                "1",
                                acquired,
                                acquired)
                        + "\n";
        HttpResponse<String> received =
                server.post(insurer, Door.INSURER, "/insurer/registrations", "text/csv", file);
        String id = JSON.readTree(received.body()).path("registration_id").asString();
        String result = "/insurer/registrations/" + id + "/result";
        Await.until(
                "the file is worked through",
                () -> server.get(insurer, Door.INSURER, result).statusCode() == 200);
        assertThat(server.get(insurer, Door.INSURER, result).body()).contains("1,ACCEPTED,");
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void refused(HttpResponse<String> answer, FaultCode code) {
        assertThat(JSON.readTree(answer.body()).path("code").asString())
                .as(answer.body())
                .isEqualTo(code.code());
    }

    private static HttpResponse<String> post(HttpClient by, String path, String body)
            throws Exception {
        return server.post(by, Door.INSURER, path, "application/json", body);
    }

    private static String suspected(Pair pair) throws Exception {
        return ok(post(own, CASES, pair.suspicion())).path("wrong_link_id").asString();
    }

    /** Whoever has the card of this person is at a counter. */
    private static CheckAnswer checkByCard(UUID person) {
        CardChecks checks = server.bean(CardChecks.class);
        return checks.check(
                new CardQuestion(checks.look(presence(person, CLINIC)), false, false),
                Optional.empty());
    }

    private static Presence presence(UUID person, FacilityCode facility) {
        return new Presence(
                UUID.randomUUID(),
                facility,
                "T1",
                PresenceMode.PIN,
                CardState.VALID,
                true,
                Optional.of(person),
                "0".repeat(64),
                clock.instant());
    }

    /** As a release records it, with the coverages whose data it held. */
    private static void medicationViewed(UUID person, UUID... coverages) {
        medicationViewed(person, clock.instant(), coverages);
    }

    private static void medicationViewed(UUID person, Instant at, UUID... coverages) {
        String ids = Stream.of(coverages).map(UUID::toString).collect(Collectors.joining(" "));
        server.bean(Audit.class)
                .append(
                        AuditEntry.about(
                                person,
                                UUID.randomUUID(),
                                AuditEvent.MEDICATION_VIEWED,
                                at,
                                "facility:" + CLINIC.digits(),
                                ids.isEmpty() ? Map.of() : Map.of("coverages_0", ids)));
    }

    /** Whom a letter tells that others have seen her data because of this case. */
    private static List<UUID> told(String wrongLinkId) {
        return JdbcClient.create(server.database().inspector())
                .sql(
                        "SELECT person_id FROM letters.letter WHERE kind = 'SEEN_BY_OTHERS' AND"
                                + " cause = ?")
                .param(UUID.fromString(wrongLinkId))
                .query(UUID.class)
                .list();
    }

    /** Up to its confirmation. */
    private static JsonNode confirmed(String id) throws Exception {
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        return ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
    }

    private static JsonNode completed(String id) throws Exception {
        return ok(post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"));
    }

    private static JsonNode looks(String id) throws Exception {
        return ok(server.get(own, Door.INSURER, CASES + "/" + id + "/viewings")).path("viewings");
    }

    private static Optional<JsonNode> reported(String id) throws Exception {
        return ok(server.get(
                        server.keys().operator().http(),
                        Door.OPERATOR,
                        "/operator/wrong-link-reports"))
                .path("reports")
                .valueStream()
                .filter(it -> it.path("wrong_link_id").asString().equals(id))
                .findFirst();
    }

    /** How many cases are made public now. */
    private static int published() throws Exception {
        return ok(operate(
                        server.keys().operator().http(),
                        "/operator/wrong-link-publications?corrected_before=" + clock.instant()))
                .path("cases")
                .asInt();
    }

    /** Letters of SEEN_BY_OTHERS that wait to be printed. */
    private static int letters() throws Exception {
        return operated("/operator/letter-counts")
                .lines()
                .map(it -> it.split(","))
                .filter(it -> it[0].equals("SEEN_BY_OTHERS"))
                .mapToInt(it -> Integer.parseInt(it[1]))
                .sum();
    }

    /** The insurer's own of those found in a month, in the columns' order. */
    private static List<Integer> figures(YearMonth foundIn) throws Exception {
        String csv = operated("/operator/wrong-link-figures");
        assertThat(csv)
                .startsWith(
                        "insurer_number,found_in,detected,confirmed,looked_up,viewed,corrected,"
                                + "published\n");
        String own = OWN + "," + foundIn + ",";
        return csv.lines()
                .filter(it -> it.startsWith(own))
                .findFirst()
                .map(it -> it.substring(own.length()))
                .map(it -> Stream.of(it.split(",")).map(Integer::valueOf).toList())
                .orElse(Collections.nCopies(6, 0));
    }

    private static String operated(String path) throws Exception {
        return server.get(server.keys().operator().http(), Door.OPERATOR, path).body();
    }

    private static long claims(UUID person) {
        return JdbcClient.create(server.database().inspector())
                .sql(
                        """
                        SELECT count(*) FROM medicalinfo.claim c
                        JOIN medicalinfo.claim_item i
                            ON i.person_id = c.person_id AND i.claim_id = c.claim_id
                        WHERE c.person_id = ? AND c.invalidated_at IS NULL
                        """)
                .param(person)
                .query(Long.class)
                .single();
    }

    private static long standingSuspensions(UUID person) {
        return JdbcClient.create(server.database().inspector())
                .sql(
                        "SELECT count(*) FROM medicalinfo.suspension WHERE person_id = ? AND"
                                + " resumed_at IS NULL")
                .param(person)
                .query(Long.class)
                .single();
    }

    private static List<Coverage> shown(UUID person) {
        return server.bean(Registry.class).coveragesOf(person, clock.instant());
    }

    @Test
    @Tag("B-09")
    @Tag("B-16")
    @Tag("J-02")
    @Tag("J-09")
    void aWrongLinkIsStoppedLookedUpDecidedCorrectedAndPublished() throws Exception {
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        published();
        int written = letters();
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        assertThat(pair.claim(CITY, "1")).isEqualTo(Loaded.ADDED);
        assertThat(pair.claim(OWN, "2")).isEqualTo(Loaded.ADDED);
        medicationViewed(wrongPerson, pair.coverage(OWN).coverageId());
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        YearMonth foundIn = YearMonth.from(clock.instant().atZone(ZoneId.of("Asia/Tokyo")));
        List<Integer> before = figures(foundIn);

        String id = suspected(pair);

        assertThat(shown(wrongPerson))
                .as("the wrong coverage is not shown, her own is")
                .extracting(it -> it.insurer().digits())
                .containsExactly(CITY);
        assertThat(standingSuspensions(wrongPerson)).isEqualTo(1);
        JsonNode lookedUp = ok(post(own, CASES + "/" + id + "/look-up", ""));
        assertThat(lookedUp.path("viewings").asInt()).isEqualTo(1);
        refused(
                server.get(own, Door.INSURER, CASES + "/" + id + "/viewings"),
                FaultCode.WRONG_LINK_STEP);
        ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
        assertThat(
                        ok(server.get(own, Door.INSURER, CASES + "/" + id + "/viewings"))
                                .path("viewings")
                                .get(0)
                                .path("caller")
                                .asString())
                .isEqualTo("facility:1312345670");

        assertThat(pair.claim(OWN, "3")).as("what comes meanwhile is kept").isEqualTo(Loaded.ADDED);
        refused(
                post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"),
                FaultCode.WRONG_LINK_NOT_CORRECTED);
        register(own, OWN, "CORRECT", pair.place(), pair.rightNumber(), "見本華子", "2024-04-01");
        refused(
                post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"a\"}"),
                FaultCode.SECOND_CLERK_NEEDED);
        JsonNode corrected = ok(post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"));

        assertThat(corrected.path("state").asString()).isEqualTo("CORRECTED");
        UUID rightPerson = pair.coverage(OWN).personId();
        assertThat(rightPerson).isNotEqualTo(wrongPerson);
        assertThat(shown(rightPerson)).as("her coverage answers again").hasSize(1);
        assertThat(claims(rightPerson)).as("with her claims").isEqualTo(2);
        assertThat(claims(wrongPerson)).as("and the other keeps her own").isEqualTo(1);
        assertThat(standingSuspensions(wrongPerson)).isZero();
        assertThat(pair.claim(OWN, "2")).as("loaded again it is known").isEqualTo(Loaded.UNCHANGED);

        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(letters()).as("whoever was seen by others is told").isEqualTo(written + 1);
        assertThat(told(id)).containsExactly(rightPerson);
        assertThat(published()).as("the others are public already").isOne();
        assertThat(figures(foundIn))
                .as("detected, confirmed, looked up, viewed, corrected and published")
                .isEqualTo(before.stream().map(it -> it + 1).toList());
        assertThat(ok(server.get(own, Door.INSURER, CASES)).path("wrong_links").valueStream())
                .filteredOn(it -> it.path("wrong_link_id").asString().equals(id))
                .singleElement()
                .satisfies(it -> assertThat(it.path("state").asString()).isEqualTo("PUBLISHED"));
        for (String event :
                List.of("link.suspended", "link.looked_up", "link.decided", "link.corrected")) {
            assertThat(server.audited(event)).anyMatch(it -> it.contains(id));
        }
        assertThat(server.audited("link.corrected"))
                .filteredOn(it -> it.contains(id))
                .as("each of the two finds it")
                .hasSize(2);
    }

    @Test
    void aCoverageThatWasCancelledTakesWithItWhatCameUnderIt() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID person = pair.coverage(OWN).personId();
        assertThat(pair.claim(OWN, "1")).isEqualTo(Loaded.ADDED);
        String id = suspected(pair);
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
        register(own, OWN, "CANCEL", pair.place(), "", "", "2024-04-01");
        ok(post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"));
        assertThat(claims(person)).isZero();
        assertThat(standingSuspensions(person)).isZero();
    }

    @Test
    void looksAtWhatIsHerOwnAreNobodyElsesAffair() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        pair.checkByNumber(CITY);
        medicationViewed(wrongPerson, pair.coverage(CITY).coverageId());
        // two coverages at once: the counter is told so, and shown neither
        assertThat(checkByCard(wrongPerson).coverages()).isEmpty();
        // what the right woman's own document says of her
        pair.checkByNumber(OWN);

        String id = suspected(pair);
        assertThat(confirmed(id).path("viewings").asInt()).isZero();
        assertThat(looks(id)).isEmpty();
        pair.correct();
        assertThat(completed(id).path("told").asString()).isEqualTo("NOT_SEEN");
        assertThat(told(id)).isEmpty();
        assertThat(reported(id)).isEmpty();
    }

    @Test
    void oneLookAtTheLinkedCoverageIsToldToItsPersonOnce() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        UUID wrongPerson = pair.coverage(OWN).personId();
        assertThat(checkByCard(wrongPerson).coverages()).hasSize(1);

        String id = suspected(pair);
        assertThat(shown(wrongPerson)).as("stopped at once").isEmpty();
        assertThat(confirmed(id).path("viewings").asInt()).isEqualTo(1);
        assertThat(looks(id).get(0).path("caller").asString()).isEqualTo("facility:1312345670");
        pair.correct();
        assertThat(completed(id).path("told").asString()).isEqualTo("WRITTEN");
        assertThat(completed(id).path("told").asString()).as("asked again").isEqualTo("WRITTEN");

        assertThat(told(id)).containsExactly(pair.coverage(OWN).personId());
        assertThat(told(id)).doesNotContain(wrongPerson);
        JsonNode report = reported(id).orElseThrow();
        assertThat(report.path("looks").asInt()).isEqualTo(1);
        assertThat(report.path("medical_looks").asInt()).isZero();
        assertThat(report.path("facilities").asInt()).isEqualTo(1);
        assertThat(report.path("told").asString()).isEqualTo("WRITTEN");
    }

    @Test
    void aViewThatDoesNotSayWhatItShowedIsNotPassedOver() throws Exception {
        Pair pair = Pair.linkedWrongly();
        medicationViewed(pair.coverage(OWN).personId());
        String id = suspected(pair);
        assertThat(confirmed(id).path("viewings").asInt()).isEqualTo(1);
        assertThat(reported(id).orElseThrow().path("medical_looks").asInt()).isEqualTo(1);
    }

    @Test
    void whereNobodyIsKnownWhomToTellTheCaseSaysSo() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        checkByCard(pair.coverage(OWN).personId());
        String id = suspected(pair);
        confirmed(id);
        register(own, OWN, "CANCEL", pair.place(), "", "", "2024-04-01");
        JsonNode completed = completed(id);
        assertThat(completed.path("told").asString()).isEqualTo("NOBODY_KNOWN");
        assertThat(completed.path("next_step").asString()).contains("tell the person");
        assertThat(told(id)).isEmpty();
        assertThat(reported(id).orElseThrow().path("told").asString()).isEqualTo("NOBODY_KNOWN");
    }

    @Test
    void whoeverIsRegisteredAnewAfterACancelIsTold() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        checkByCard(pair.coverage(OWN).personId());
        String id = suspected(pair);
        confirmed(id);
        register(own, OWN, "CANCEL", pair.place(), "", "", "2024-04-01");
        register(own, OWN, "ADD", pair.place(), pair.rightNumber(), "見本華子", "2024-04-01");
        assertThat(completed(id).path("told").asString()).isEqualTo("WRITTEN");
        assertThat(told(id)).containsExactly(pair.coverage(OWN).personId());
    }

    @Test
    void manyLooksAreAllFoundAndReadPageByPage() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        UUID person = pair.coverage(OWN).personId();
        UUID coverage = pair.coverage(OWN).coverageId();
        for (int i = 0; i < 1_001; i++) {
            medicationViewed(person, coverage);
        }
        String id = suspected(pair);
        assertThat(confirmed(id).path("viewings").asInt()).isEqualTo(1_001);
        Set<String> read = new HashSet<>();
        String after = "";
        do {
            JsonNode page =
                    ok(server.get(own, Door.INSURER, CASES + "/" + id + "/viewings" + after));
            page.path("viewings").forEach(it -> read.add(it.path("entry_id").asString()));
            String next = page.path("next").asString("");
            after = next.isEmpty() ? "" : "?after=" + next;
        } while (!after.isEmpty());
        assertThat(read).hasSize(1_001);
    }

    @Test
    void aCaseIsReadWhileItsStepIsBeingTaken() throws Exception {
        UUID id = UUID.fromString(suspected(Pair.linkedWrongly()));
        WrongLinks links = server.bean(WrongLinks.class);
        try (Connection step = server.database().superuser().getConnection();
                Statement lock = step.createStatement()) {
            step.setAutoCommit(false);
            lock.execute("SELECT 1 FROM corrections.wrong_link FOR UPDATE");
            assertThat(
                            CompletableFuture.supplyAsync(
                                            () -> links.find(new InsurerNumber(OWN), id))
                                    .get(20, TimeUnit.SECONDS))
                    .isPresent();
            step.rollback();
        }
    }

    @Test
    void whileTheLogIsLookedThroughNobodyWaitsForTheCaseAndOneLookCounts() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        medicationViewed(pair.coverage(OWN).personId(), pair.coverage(OWN).coverageId());
        String id = suspected(pair);
        clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
        WrongLinks links = server.bean(WrongLinks.class);
        List<CompletableFuture<WrongLink>> both;
        try (Connection longLog = server.database().superuser().getConnection();
                Statement lock = longLog.createStatement()) {
            longLog.setAutoCommit(false);
            lock.execute("LOCK TABLE audit.entry IN ACCESS EXCLUSIVE MODE");
            both =
                    Stream.of("a", "b")
                            .map(by ->
                                    CompletableFuture.supplyAsync(
                                            () ->
                                                    links.lookUp(
                                                            new InsurerNumber(OWN),
                                                            UUID.fromString(id),
                                                            by),
                                            it -> Thread.ofVirtual().start(it)))
                            .toList();
            Await.until(
                    "both look through the log",
                    () ->
                            JdbcClient.create(server.database().superuser())
                                            .sql(
                                                    """
                                                    SELECT count(*) FROM pg_stat_activity
                                                    WHERE wait_event_type = 'Lock'
                                                        AND datname = current_database()
                                                        AND query LIKE '%audit.entry%person_id = %'
                                                    """)
                                            .query(Long.class)
                                            .single()
                                    == 2);
            lock.execute(
                    "SELECT 1 FROM corrections.wrong_link WHERE wrong_link_id = '"
                            + id
                            + "' FOR UPDATE NOWAIT");
            longLog.rollback();
        }
        for (CompletableFuture<WrongLink> one : both) {
            assertThat(one.get(20, TimeUnit.SECONDS).lookedUp().orElseThrow().viewings()).isOne();
        }
        assertThat(server.audited("link.looked_up"))
                .filteredOn(it -> it.contains(id))
                .as("of two who look at once the first one's look counts")
                .hasSize(1);
    }

    @Test
    void aFacilitysNumberGoesWithTheCoverageByWhoseNumberItWasRegistered() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        ReferenceNumbers references = server.bean(ReferenceNumbers.class);
        FacilityCode hers = new FacilityCode("1312345670");
        FacilityCode theOthers = new FacilityCode("0110113719");
        FacilityCode unclear = new FacilityCode("1342345671");
        String place = pair.place();
        referenceNumber(hers, OWN, place, "A" + place);
        referenceNumber(theOthers, CITY, place, "B" + place);
        references.register(unclear, wrongPerson, "C" + place);

        String id = suspected(pair);
        confirmed(id);
        pair.correct();
        UUID rightPerson = pair.coverage(OWN).personId();
        completed(id);

        assertThat(references.of(hers, wrongPerson)).isEmpty();
        assertThat(references.of(hers, rightPerson)).contains("A" + place);
        assertThat(references.of(theOthers, wrongPerson)).contains("B" + place);
        assertThat(references.of(unclear, wrongPerson)).as("may be of either").isEmpty();
        assertThat(references.of(unclear, rightPerson)).isEmpty();
        // free again: the facility says by whose presence
        references.register(unclear, rightPerson, "C" + place);
        assertThat(references.of(unclear, rightPerson)).contains("C" + place);
    }

    @Test
    void aNumberThatThePersonHasAtAFacilityIsNotReplacedByOneThatComesWithTheCoverage()
            throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        UUID wrongPerson = pair.coverage(OWN).personId();
        ReferenceNumbers references = server.bean(ReferenceNumbers.class);
        String place = pair.place();
        references.register(CLINIC, wrongPerson, "before" + place);
        referenceNumber(CLINIC, OWN, place, "A" + place);
        String id = suspected(pair);
        confirmed(id);
        pair.correct();
        UUID rightPerson = pair.coverage(OWN).personId();
        references.register(CLINIC, rightPerson, "own" + place);
        completed(id);
        assertThat(references.of(CLINIC, rightPerson)).contains("own" + place);
        assertThat(references.of(CLINIC, wrongPerson)).isEmpty();
    }

    private static void referenceNumber(
            FacilityCode facility, String insurer, String place, String reference) {
        assertThat(
                        server.bean(ReferenceNumbers.class)
                                .register(
                                        facility,
                                        ReferenceNumberRegistration.of(
                                                reference,
                                                new ClaimedInsurerNumber(insurer),
                                                new InsuredIdentifier("12", place, "01")),
                                        Optional.empty())
                                .refused())
                .isEmpty();
    }

    @Test
    void checkupsMoveAndWhatTheyHadDisplacedIsThereAgain() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        // hers, in whose place the other's comes; the other's, in whose place hers comes; and apart
        assertThat(pair.checkup(CITY, "WEIGHT", "48")).isEqualTo(Loaded.ADDED);
        assertThat(pair.checkup(OWN, "WEIGHT", "71")).isEqualTo(Loaded.REPLACED);
        assertThat(pair.checkup(OWN, "WEIGHT", "72")).isEqualTo(Loaded.REPLACED);
        assertThat(pair.checkup(OWN, "HEIGHT", "170")).isEqualTo(Loaded.ADDED);
        assertThat(pair.checkup(CITY, "HEIGHT", "155")).isEqualTo(Loaded.REPLACED);
        assertThat(pair.checkup(OWN, "WAIST", "90")).isEqualTo(Loaded.ADDED);
        assertThat(pair.claim(CITY, "1")).isEqualTo(Loaded.ADDED);
        assertThat(pair.claimOfTwoDays(OWN, "1")).isEqualTo(Loaded.REPLACED);
        assertThat(checkups(wrongPerson))
                .isEqualTo(Map.of("WEIGHT", "72", "HEIGHT", "155", "WAIST", "90"));

        String id = suspected(pair);
        confirmed(id);
        pair.correct();
        completed(id);

        UUID rightPerson = pair.coverage(OWN).personId();
        assertThat(checkups(rightPerson))
                .isEqualTo(Map.of("WEIGHT", "72", "HEIGHT", "170", "WAIST", "90"));
        assertThat(checkups(wrongPerson)).isEqualTo(Map.of("WEIGHT", "48", "HEIGHT", "155"));
        assertThat(claims(rightPerson)).as("items").isEqualTo(2);
        assertThat(claims(wrongPerson)).as("items").isEqualTo(1);
        assertThat(server.audited("link.corrected"))
                .filteredOn(it -> it.contains(id))
                .allMatch(it -> it.contains("\"restored\":\"2\""));
    }

    private static Map<String, String> checkups(UUID person) {
        return JdbcClient.create(server.database().inspector())
                .sql(
                        """
                        SELECT code, value FROM medicalinfo.checkup_item
                        WHERE person_id = ? AND invalidated_at IS NULL
                        """)
                .param(person)
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void whatSheConsentedToMeanwhileEndsAndTheOthersConsentsStand() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        FacilityCode elsewhere = new FacilityCode("0110113719");
        consented(wrongPerson, CLINIC);
        consented(wrongPerson, elsewhere);
        String id = suspected(pair);
        confirmed(id);
        pair.correct();
        UUID rightPerson = pair.coverage(OWN).personId();
        consented(rightPerson, CLINIC);
        assertThat(consents(wrongPerson, CLINIC)).isEqualTo(1);
        completed(id);
        assertThat(consents(wrongPerson, CLINIC)).isZero();
        assertThat(consents(wrongPerson, elsewhere)).isZero();
        assertThat(consents(rightPerson, CLINIC)).isEqualTo(1);
        assertThat(server.audited("consent.withdrawn"))
                .anyMatch(it -> it.contains(wrongPerson.toString()) && it.contains("correction"));
    }

    private static void consented(UUID person, FacilityCode facility) {
        server.bean(Consents.class)
                .give(
                        presence(person, facility),
                        new ConsentChoice.ByKind(Set.of(ConsentKind.LIMIT), Set.of()));
    }

    private static int consents(UUID person, FacilityCode facility) {
        return server.bean(Consents.class).live(person, facility, clock.instant()).size();
    }

    @Test
    void whatWasCorrectedWithoutACaseIsStillGivenBack() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        assertThat(pair.claim(OWN, "1")).isEqualTo(Loaded.ADDED);
        register(own, OWN, "CORRECT", pair.place(), pair.rightNumber(), "見本華子", "2024-04-01");
        UUID rightPerson = pair.coverage(OWN).personId();
        assertThat(claims(wrongPerson)).as("the registry alone moves no claim").isEqualTo(1);

        String id =
                ok(post(
                                own,
                                CASES,
                                pair.suspicion()
                                        .replace("\"source\"", "\"former\":true,\"source\"")))
                        .path("wrong_link_id")
                        .asString();
        assertThat(standingSuspensions(wrongPerson)).isEqualTo(1);
        assertThat(shown(rightPerson)).as("whose it is now is not stopped").hasSize(1);
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
        ok(post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"));
        assertThat(claims(rightPerson)).isEqualTo(1);
        assertThat(claims(wrongPerson)).isZero();
        assertThat(shown(rightPerson)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1985-03-04", "1985-03-05"})
    void whoeverItStoodWithIsFoundThoughTheBirthDateWasCorrectedWithTheNumber(String named)
            throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID wrongPerson = pair.coverage(OWN).personId();
        register(
                own,
                OWN,
                "CORRECT",
                pair.place(),
                pair.rightNumber(),
                "見本華子",
                "2024-04-01",
                "1985-03-05");
        refused(post(own, CASES, pair.suspicion()), FaultCode.INSURED_UNKNOWN);
        String former =
                pair.suspicion()
                        .replace("\"source\"", "\"former\":true,\"source\"")
                        .replace(BIRTH.toString(), named);
        String id = ok(post(own, CASES, former)).path("wrong_link_id").asString();
        assertThat(standingSuspensions(wrongPerson)).isEqualTo(1);
        assertThat(confirmed(id).path("state").asString()).isEqualTo("CONFIRMED");
    }

    @Test
    @Tag("J-09")
    void aLookWhoseEntryCameAfterTheLogWasLookedThroughIsToldAllTheSame() throws Exception {
        Pair pair = Pair.linkedToNobodysHolder();
        UUID wrongPerson = pair.coverage(OWN).personId();
        String id = suspected(pair);
        // an answer on its way when viewing was stopped: its time is before, its entry comes after
        Instant looked = clock.instant();
        assertThat(confirmed(id).path("viewings").asInt()).isZero();
        medicationViewed(wrongPerson, looked, pair.coverage(OWN).coverageId());
        pair.correct();
        JsonNode completed = completed(id);
        assertThat(completed.path("viewings").asInt()).isEqualTo(1);
        assertThat(completed.path("told").asString()).isEqualTo("WRITTEN");
        assertThat(told(id)).containsExactly(pair.coverage(OWN).personId());
        assertThat(looks(id)).hasSize(1);
    }

    @Test
    @Tag("J-02")
    void theStoreItselfLetsNoStepBeSkipped() throws Exception {
        UUID id = UUID.fromString(suspected(Pair.linkedWrongly()));
        for (String skipping :
                List.of(
                        "decided_at = now(), wrong = true, decided_by = 'a'",
                        "corrected_at = now(), corrected_by = 'b'",
                        "published_at = now()")) {
            assertThatThrownBy(() ->
                            JdbcClient.create(server.database().superuser())
                                    .sql(
                                            "UPDATE corrections.wrong_link SET "
                                                    + skipping
                                                    + " WHERE wrong_link_id = ?")
                                    .param(id)
                                    .update())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    @Tag("J-02")
    void noStepCanBeSkippedOrTurnedRound() throws Exception {
        Pair pair = Pair.linkedWrongly();
        String id = suspected(pair);
        String path = CASES + "/" + id;
        refused(
                post(own, path + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"),
                FaultCode.WRONG_LINK_STEP);
        refused(post(own, path + "/correction", "{\"clerk\":\"b\"}"), FaultCode.WRONG_LINK_STEP);
        ok(post(own, path + "/look-up", ""));
        refused(post(own, path + "/correction", "{\"clerk\":\"b\"}"), FaultCode.WRONG_LINK_STEP);
        ok(post(own, path + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
        refused(
                post(own, path + "/decision", "{\"wrong\":false,\"clerk\":\"a\"}"),
                FaultCode.WRONG_LINK_STEP);
        assertThat(
                        ok(post(own, path + "/decision", "{\"wrong\":true,\"clerk\":\"c\"}"))
                                .path("state")
                                .asString())
                .as("said again, it is as it was")
                .isEqualTo("CONFIRMED");
    }

    @Test
    void aDecisionOfBeforeTheNamesOfLoggedInClerksKeepsItsSecondPerson() throws Exception {
        Pair pair = Pair.linkedWrongly();
        String id = suspected(pair);
        String account = UUID.randomUUID().toString();
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        ok(
                post(
                        own,
                        CASES + "/" + id + "/decision",
                        "{\"wrong\":true,\"clerk\":\"" + account + "\"}"));
        try (InputStream migration =
                WrongLinks.class.getResourceAsStream("/db/corrections/V5__logged_in_clerks.sql")) {
            String sql = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
            server.database().execute(sql.substring(0, sql.indexOf("create index")));
        }
        register(own, OWN, "CORRECT", pair.place(), pair.rightNumber(), "見本華子", "2024-04-01");

        refused(
                post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"),
                FaultCode.SECOND_CLERK_NEEDED);
        WrongLinks links = server.bean(WrongLinks.class);
        UUID link = UUID.fromString(id);
        InsurerNumber insurer = new InsurerNumber(OWN);
        assertThatThrownBy(() ->
                        links.correct(
                                insurer, link, Clerk.loggedIn(UUID.fromString(account)), "test"))
                .satisfies(it -> isFault(it, FaultCode.SECOND_CLERK_NEEDED));
        assertThat(links.correct(insurer, link, Clerk.loggedIn(UUID.randomUUID()), "test").state())
                .isEqualTo(WrongLink.State.CORRECTED);
    }

    @Test
    void whatTwoPeopleDecidedIsAboutTheVersionsTheySawAndTakenOnce() throws Exception {
        Pair pair = Pair.linkedWrongly();
        String id = suspected(pair);
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        WrongLinks links = server.bean(WrongLinks.class);
        UUID link = UUID.fromString(id);
        InsurerNumber insurer = new InsurerNumber(OWN);
        UUID coverage = pair.coverage(OWN).coverageId();
        Set<UUID> seen = versions(coverage);

        assertThatThrownBy(
                        () -> links.decide(insurer, link, true, new Clerk("a"), Set.of(), "test"))
                .satisfies(it -> isFault(it, FaultCode.PROPOSAL_STALE));
        assertThat(links.decide(insurer, link, true, new Clerk("a"), seen, "test").state())
                .isEqualTo(WrongLink.State.CONFIRMED);
        assertThatThrownBy(() -> links.decide(insurer, link, true, new Clerk("b"), seen, "test"))
                .as("the same verdict of somebody else is not this one")
                .satisfies(it -> isFault(it, FaultCode.WRONG_LINK_STEP));
        register(own, OWN, "CORRECT", pair.place(), pair.rightNumber(), "見本華子", "2024-04-01");
        assertThatThrownBy(() -> links.correct(insurer, link, new Clerk("b"), seen, "test"))
                .satisfies(it -> isFault(it, FaultCode.PROPOSAL_STALE));
        assertThat(links.correct(insurer, link, new Clerk("b"), versions(coverage), "test").state())
                .isEqualTo(WrongLink.State.CORRECTED);
        assertThatThrownBy(() ->
                        links.correct(insurer, link, new Clerk("c"), versions(coverage), "test"))
                .satisfies(it -> isFault(it, FaultCode.WRONG_LINK_STEP));
    }

    private static Set<UUID> versions(UUID coverage) {
        return server.bean(Registry.class)
                .standingVersions(List.of(coverage))
                .getOrDefault(coverage, Set.of());
    }

    private static void isFault(Throwable thrown, FaultCode code) {
        assertThat(thrown).isInstanceOf(Fault.class);
        assertThat(((Fault) thrown).code()).isEqualTo(code);
    }

    @Test
    @Tag("B-09")
    void aSuspicionThatWasWrongItselfLetsViewingGoOn() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID person = pair.coverage(OWN).personId();
        server.bean(MedicalRecords.class).suspension(person, "operator", true, "operator");
        String id = suspected(pair);
        assertThat(suspected(pair)).as("suspected twice, it is one case").isEqualTo(id);
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        JsonNode dismissed =
                ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":false,\"clerk\":\"a\"}"));
        assertThat(dismissed.path("state").asString()).isEqualTo("DISMISSED");
        assertThat(shown(person)).hasSize(2);
        assertThat(standingSuspensions(person)).as("the operating body's own stays").isEqualTo(1);
        assertThat(suspected(pair)).as("a new suspicion is a new case").isNotEqualTo(id);
    }

    @Test
    @Tag("J-02")
    void aLinkThatWasMovedMeanwhileIsNotSaidToHaveBeenRight() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID person = pair.coverage(OWN).personId();
        String id = suspected(pair);
        ok(post(own, CASES + "/" + id + "/look-up", ""));
        pair.correct();
        refused(
                post(own, CASES + "/" + id + "/decision", "{\"wrong\":false,\"clerk\":\"a\"}"),
                FaultCode.VALUES_CONTRADICT);
        assertThat(standingSuspensions(person)).as("viewing stays stopped").isEqualTo(1);
        ok(post(own, CASES + "/" + id + "/decision", "{\"wrong\":true,\"clerk\":\"a\"}"));
        assertThat(
                        ok(post(own, CASES + "/" + id + "/correction", "{\"clerk\":\"b\"}"))
                                .path("state")
                                .asString())
                .isEqualTo("CORRECTED");
    }

    @Test
    @Tag("J-02")
    void aCaseDismissedInErrorDoesNotKeepTheFormerPersonFromALaterOne() throws Exception {
        Pair pair = Pair.linkedWrongly();
        String dismissed = suspected(pair);
        ok(post(own, CASES + "/" + dismissed + "/look-up", ""));
        ok(post(own, CASES + "/" + dismissed + "/decision", "{\"wrong\":false,\"clerk\":\"a\"}"));
        pair.correct();
        HttpResponse<String> former =
                post(
                        own,
                        CASES,
                        pair.suspicion().replace("\"source\"", "\"former\":true,\"source\""));
        assertThat(former.statusCode()).as(former.body()).isEqualTo(200);
        assertThat(former.body()).doesNotContain(dismissed);
    }

    @Test
    @Tag("B-09")
    @Tag("C-07")
    void aPersonIsAskedAndWhoeverSaysItIsWrongStopsViewing() throws Exception {
        Pair pair = Pair.linkedWrongly();
        UUID person = pair.coverage(OWN).personId();
        HttpClient operator = server.keys().operator().http();
        assertThat(post(own, "/insurer/confirmation-letters", pair.named()).statusCode())
                .isEqualTo(202);
        post(own, "/insurer/confirmation-letters", pair.named());
        String letter = letter(person, "CONFIRMATION");
        String wrong = "{\"answer\":\"WRONG\"}";
        String path = "/insurer/letters/" + letter + "/answer";
        refused(post(own, path, wrong), FaultCode.NOT_FOUND);
        String end = pair.place().substring(pair.place().length() - 2);
        assertThat(printed(operator, letter).replaceAll("\\s", ""))
                .contains("登録内容の確認", "被保険者等番号＊＊＊＊" + end, "枝番01")
                .as("of the numbers the last digits only")
                .doesNotContain(pair.place(), pair.number(), pair.number().substring(6));
        assertThat(print(operator)).as("once").doesNotContain(letter);
        assertThat(reminded(operator)).isZero();

        Instant afterThirtyDays = clock.instant().plus(Duration.ofDays(30));
        clock.moveTo(afterThirtyDays.minus(Duration.ofMinutes(1)));
        assertThat(reminded(operator)).as("the thirtieth day is not over").isZero();
        clock.moveTo(afterThirtyDays.plusSeconds(1));
        assertThat(reminded(operator)).isEqualTo(1);
        assertThat(reminded(operator)).as("once").isZero();
        refused(post(city, path, wrong), FaultCode.NOT_FOUND);
        print(operator);
        String reminder = "/insurer/letters/" + letter(person, "REMINDER") + "/answer";
        assertThat(ok(post(own, reminder, wrong)).path("wrong_link_id").asString()).isNotEmpty();
        assertThat(standingSuspensions(person)).isEqualTo(1);
        assertThat(ok(post(own, path, wrong)).has("wrong_link_id"))
                .as("said again, nothing is stopped again")
                .isFalse();
        refused(post(own, path, "{\"answer\":\"RIGHT\"}"), FaultCode.VALUES_CONTRADICT);
    }

    private static String letter(UUID person, String kind) {
        return JdbcClient.create(server.database().inspector())
                .sql("SELECT letter_id FROM letters.letter WHERE person_id = ? AND kind = ?")
                .params(person, kind)
                .query(UUID.class)
                .single()
                .toString();
    }

    private static int reminded(HttpClient operator) throws Exception {
        return ok(operate(operator, "/operator/letters/reminders")).path("letters").asInt();
    }

    /** The ZIP as text: its files' names are in it. */
    private static String print(HttpClient operator) throws Exception {
        return operate(operator, "/operator/letters/print").body();
    }

    /** Has the waiting letters printed; the text of one of them, which must be among them. */
    private static String printed(HttpClient operator, String letter) throws Exception {
        HttpResponse<byte[]> answer =
                operator.send(
                        HttpRequest.newBuilder(server.at(Door.OPERATOR, "/operator/letters/print"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(letter + ".pdf")) {
                    try (var document = Loader.loadPDF(zip.readAllBytes())) {
                        return new PDFTextStripper().getText(document);
                    }
                }
            }
        }
        throw new AssertionError("the letter is not printed");
    }

    private static HttpResponse<String> operate(HttpClient operator, String path) throws Exception {
        return server.post(operator, Door.OPERATOR, path, "application/json", "");
    }

    @Test
    void anotherInsurersCaseIsNotFound() throws Exception {
        Pair pair = Pair.linkedWrongly();
        String id = suspected(pair);
        refused(post(city, CASES + "/" + id + "/look-up", ""), FaultCode.NOT_FOUND);
        refused(
                server.get(city, Door.INSURER, CASES + "/" + id + "/viewings"),
                FaultCode.NOT_FOUND);
        refused(post(city, CASES, pair.suspicion()), FaultCode.OTHER_INSURER);
        assertThat(server.get(city, Door.INSURER, CASES).body()).doesNotContain(id);
        assertThat(server.get(own, Door.INSURER, CASES).body()).contains(id);
    }
}
