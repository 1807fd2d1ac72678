package org.onshi.server.medicalinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Sex;
import org.onshi.server.Await;
import org.onshi.server.RegisteredPeople;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.consent.ConsentChoice;
import org.onshi.server.consent.ConsentSettings;
import org.onshi.server.consent.Consents;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Certificates;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.PresenceMode;
import org.onshi.server.identity.TestJpki;
import org.onshi.server.identity.TestJpki.Responder;
import org.onshi.server.identity.TestJpki.TestCard;
import org.onshi.server.identity.TestPresences;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.VaultKeys;
import org.onshi.server.rules.Rules;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.Claim;
import org.onshi.wire.ClaimItem;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.FileCategory;
import org.onshi.wire.MedicalRequest;
import org.onshi.wire.MedicationHistory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("database")
@Tag("store")
class MedicalInformationTest {
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final FacilityCode PHARMACY = new FacilityCode("1342345671");
    private static final FacilityCode JUDO = new FacilityCode("1319999990");
    private static final String INSURER = "01130012";
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);
    private static final InsuredIdentifier HANAKO = new InsuredIdentifier("12", "345", "01");
    private static final String AMLODIPINE = "629990001";
    private static final String SOCIETY = "06130488";
    private static final String VISIT = "199990001";
    private static final String A1C = "3D046000001906202";

    private static Instant now;
    private static TestJpki jpki;
    private static TestCard card;

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource store = database.server();
    private final InstantSource clock = () -> now;
    private final RegisteredPeople people = new RegisteredPeople(store);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(store);
    private final Facilities facilities = new Facilities(store, clock);
    private final Registry registry = new Registry(store, new Insurers(store, clock));
    private final Audit audit = new Audit(store);
    private final Consents consents =
            new Consents(
                    store,
                    transactions,
                    facilities,
                    Rules.published(),
                    audit,
                    new ConsentSettings(Duration.ofHours(24)),
                    clock);
    private final TestPresences presences = new TestPresences(store, jpki, clock);
    private final MedicalRecords records =
            new MedicalRecords(store, transactions, registry, audit, clock);
    private final MedicalInformation information =
            new MedicalInformation(
                    store,
                    transactions,
                    registry,
                    consents,
                    presences.earlier(),
                    facilities,
                    Rules.published(),
                    audit,
                    VaultKeys.of(List.of(VaultKeys.newLine("test"))).questionDigest(),
                    new MedicalInformationSettings(36, 36, 60),
                    clock);
    private UUID hanako;

    @BeforeAll
    static void issue() throws IOException {
        jpki = new TestJpki(() -> now);
        card = jpki.card(jpki.second, LocalDate.of(2028, 4, 12));
    }

    @AfterAll
    static void closeJpki() {
        jpki.close();
    }

    @BeforeEach
    void hanakoIsCoveredAndWasTreated() {
        now = Instant.parse("2024-12-02T00:00:00Z");
        jpki.behave(Responder.NORMAL);
        jpki.release(card);
        facilities.register(
                List.of(
                        facility(CLINIC, FacilityType.MEDICAL_CLINIC),
                        facility(PHARMACY, FacilityType.PHARMACY),
                        facility(JUDO, FacilityType.JUDO_THERAPY)));
        people.insurer(INSURER, "全国健康保険協会東京支部");
        RegisteredPeople.Row row = people.row(INSURER, HANAKO, BIRTH, "2020-04-01", "");
        people.register(row);
        hanako = row.person();
        records.medicine(AMLODIPINE, "見本アムロジピン錠５ｍｇ", "錠", "アムロジピン");
        load(YearMonth.of(2024, 10), "1", 28);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Facility facility(FacilityCode code, FacilityType type) {
        return new Facility(code, "試験施設", type, "13", "", "", ClaimMedium.ONLINE, true);
    }

    private Loaded load(YearMonth month, String receipt, int days) {
        return load(month, receipt, days, HANAKO, BIRTH);
    }

    private Loaded load(
            YearMonth month,
            String receipt,
            int days,
            InsuredIdentifier identifier,
            LocalDate birth) {
        return records.claim(
                CLINIC,
                "試験医院",
                new Claim(
                        receipt,
                        "1112",
                        month,
                        birth,
                        new ClaimedInsurerNumber(INSURER),
                        identifier,
                        List.of(
                                item(ClaimItem.Kind.SI, "12", VISIT, 1, 1),
                                item(ClaimItem.Kind.IY, "21", AMLODIPINE, days, days),
                                item(ClaimItem.Kind.IY, "21", "629999999", days, days))),
                "operator");
    }

    private static ClaimItem item(
            ClaimItem.Kind kind, String place, String code, int times, int onTheFifth) {
        SortedMap<Integer, Integer> days = new TreeMap<>(Collections.singletonMap(5, onTheFifth));
        return new ClaimItem(kind, place, code, Optional.of(BigDecimal.ONE), times, days);
    }

    private Presence present(FacilityCode facility) {
        return present(facility, hanako, card);
    }

    private Presence present(FacilityCode facility, UUID person, TestCard shown) {
        return presences.keep(
                new Presence(
                        UUID.randomUUID(),
                        facility,
                        "T1",
                        PresenceMode.PIN,
                        CardState.VALID,
                        true,
                        Optional.of(person),
                        Certificates.digest(TestJpki.id(shown)),
                        now),
                shown);
    }

    private void consent(FacilityCode facility, ConsentKind... kinds) {
        consent(facility, card, kinds);
    }

    private void consent(FacilityCode facility, TestCard shown, ConsentKind... kinds) {
        consents.give(
                present(facility, hanako, shown),
                new ConsentChoice.ByKind(Set.of(kinds), Set.of()));
    }

    private static MedicalRequest request(FacilityCode facility, FileCategory category) {
        return request(facility, category, HANAKO);
    }

    private static MedicalRequest request(
            FacilityCode facility, FileCategory category, InsuredIdentifier identifier) {
        return new MedicalRequest(
                facility,
                Optional.empty(),
                new ClaimedInsurerNumber(INSURER),
                identifier,
                category,
                Optional.empty(),
                Optional.empty());
    }

    private MedicationHistory medication(FacilityCode facility) {
        return information.medication(
                facility, request(facility, FileCategory.XML_WITH_TREATMENT), Optional.empty());
    }

    private CheckupHistory checkups(FacilityCode facility) {
        return information.checkups(
                facility, request(facility, FileCategory.XML), Optional.empty());
    }

    private void refused(FaultCode code, Runnable asking) {
        long before = audited("medinfo.refused");
        long viewed = audited("medication.viewed") + audited("checkup.viewed");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(asking::run)
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(code));
        assertThat(audited("medinfo.refused")).isEqualTo(before + 1);
        assertThat(audited("medication.viewed") + audited("checkup.viewed")).isEqualTo(viewed);
    }

    private long audited(String event) {
        return JdbcClient.create(database.inspector())
                .sql("SELECT count(*) FROM audit.entry WHERE event = ?")
                .param(event)
                .query(Long.class)
                .single();
    }

    private String lastAudited(String event) {
        return JdbcClient.create(database.inspector())
                .sql(
                        """
                        SELECT convert_from(body, 'UTF8') FROM audit.entry WHERE event = ?
                        ORDER BY recorded_at DESC LIMIT 1
                        """)
                .param(event)
                .query(String.class)
                .single();
    }

    private Loaded checkup(String day, String code, String value) {
        return records.checkup(
                        List.of(
                                new CheckupRow(
                                        new ClaimedInsurerNumber(INSURER),
                                        HANAKO,
                                        BIRTH,
                                        LocalDate.parse(day),
                                        code,
                                        value,
                                        "%")),
                        "operator")
                .getFirst();
    }

    @Test
    void whatIsInAClaimIsSeenElsewhereUnderConsent() {
        consent(PHARMACY, ConsentKind.MEDICATION, ConsentKind.TREATMENT);
        MedicationHistory history = medication(PHARMACY);
        assertThat(history.patient().name()).isEqualTo("試験　花子");
        MedicationHistory.Month month = history.months().getFirst();
        assertThat(month.facility()).isEqualTo(CLINIC);
        assertThat(month.own()).isFalse();
        MedicationHistory.Day day = month.days().getFirst();
        assertThat(day.day()).contains(LocalDate.of(2024, 10, 5));
        assertThat(day.drugs())
                .extracting(MedicationHistory.Drug::name, MedicationHistory.Drug::times)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("見本アムロジピン錠５ｍｇ", 28),
                        org.assertj.core.groups.Tuple.tuple("629999999", 28));
        assertThat(day.treatments()).hasSize(1);
        String entry = lastAudited("medication.viewed");
        assertThat(entry)
                .contains("consent_medication")
                .contains(Certificates.digest(TestJpki.id(card)));
    }

    @Test
    void aViewNamesEveryCoverageWhoseDataItHeldAndEveryCertificate() {
        InsuredIdentifier before = new InsuredIdentifier("98", "765", "01");
        people.register(people.row(INSURER, before, BIRTH, "2018-04-01", "2020-04-01").of(hanako));
        TestCard renewed = jpki.card(jpki.second, LocalDate.of(2029, 4, 12));
        consent(PHARMACY, card, ConsentKind.MEDICATION);
        consent(PHARMACY, renewed, ConsentKind.TREATMENT);
        medication(PHARMACY);
        List<UUID> coverages =
                registry.coveragesOf(hanako, now).stream().map(Coverage::coverageId).toList();
        assertThat(lastAudited("medication.viewed"))
                .contains(coverages.getLast().toString())
                .doesNotContain(coverages.getFirst().toString())
                .contains(Certificates.digest(TestJpki.id(card)))
                .contains(Certificates.digest(TestJpki.id(renewed)));
    }

    @Test
    void treatmentIsNotShownUnderAConsentToMedicationAlone() {
        consent(CLINIC, ConsentKind.MEDICATION);
        MedicationHistory.Month month = medication(CLINIC).months().getFirst();
        assertThat(month.own()).isTrue();
        assertThat(month.days().getFirst().drugs()).hasSize(2);
        assertThat(month.days().getFirst().treatments()).isEmpty();
    }

    @Test
    void theNumberAloneOpensNothing() {
        refused(FaultCode.NO_CONSENT, () -> medication(CLINIC));
        refused(FaultCode.NO_CONSENT, () -> checkups(CLINIC));
        refused(
                FaultCode.NO_CONSENT,
                () ->
                        information.medication(
                                CLINIC,
                                request(
                                        CLINIC,
                                        FileCategory.XML,
                                        new InsuredIdentifier("12", "999", "")),
                                Optional.empty()));
    }

    @Test
    void aConsentToOneKindOrAtOneFacilityOpensNoOther() {
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(medication(CLINIC).months()).hasSize(1);
        refused(FaultCode.NO_CONSENT, () -> checkups(CLINIC));
        refused(FaultCode.NO_CONSENT, () -> medication(PHARMACY));
        refused(FaultCode.ELIGIBILITY_ONLY, () -> medication(JUDO));
        refused(FaultCode.ELIGIBILITY_ONLY, () -> medication(new FacilityCode("1311111111")));
    }

    @Test
    void twentyFourHoursAfterTheConsentItIsOver() {
        consent(CLINIC, ConsentKind.MEDICATION);
        now = now.plus(Duration.ofHours(24)).minusMillis(1);
        assertThat(medication(CLINIC).months()).hasSize(1);
        now = now.plusMillis(1);
        refused(FaultCode.CONSENT_OVER, () -> medication(CLINIC));
        now = now.plusSeconds(1);
        refused(FaultCode.CONSENT_OVER, () -> medication(CLINIC));
    }

    @ParameterizedTest
    @CsvSource({"2024-12-10,NOT_IN_GRACE", "2024-11-30,CERT_EXPIRED"})
    void aConsentOfACertificatesLastDayOpensNothingTheDayAfter(LocalDate last, FaultCode code) {
        Instant midnight = last.plusDays(1).atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant();
        now = midnight.minusSeconds(61);
        consent(CLINIC, jpki.card(jpki.first, last), ConsentKind.MEDICATION, ConsentKind.CHECKUP);
        now = midnight.minusMillis(1);
        assertThat(medication(CLINIC).months()).hasSize(1);
        assertThat(information.medication(CLINIC, hanako).months()).hasSize(1);
        now = midnight;
        refused(code, () -> medication(CLINIC));
        refused(code, () -> checkups(CLINIC));
        refused(code, () -> information.medication(CLINIC, hanako));
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(medication(CLINIC).months()).as("by the renewed card").hasSize(1);
    }

    @Test
    void aCardReportedLostOrHeldSinceTheConsentOpensNothingAMinuteLater() {
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(medication(CLINIC).months()).hasSize(1);
        int asked = jpki.asked();
        jpki.revoke(card, CRLReason.certificateHold);
        now = now.plusSeconds(59);
        assertThat(medication(CLINIC).months()).as("as asked in this minute").hasSize(1);
        assertThat(jpki.asked()).isEqualTo(asked);
        now = now.plusSeconds(1);
        refused(FaultCode.CERT_HELD, () -> medication(CLINIC));
        jpki.release(card);
        assertThat(medication(CLINIC).months()).as("found again").hasSize(1);
        jpki.revoke(card, CRLReason.keyCompromise);
        now = now.plusSeconds(60);
        refused(FaultCode.CERT_REVOKED, () -> medication(CLINIC));
    }

    @Test
    void whileTheResponderSaysNothingNothingIsReleased() {
        consent(CLINIC, ConsentKind.MEDICATION);
        jpki.behave(Responder.SILENT);
        refused(FaultCode.REVOCATION_UNKNOWN, () -> medication(CLINIC));
        jpki.behave(Responder.NORMAL);
        assertThat(medication(CLINIC).months()).hasSize(1);
        jpki.behave(Responder.SILENT);
        now = now.plusSeconds(60);
        refused(FaultCode.REVOCATION_UNKNOWN, () -> medication(CLINIC));
        jpki.behave(Responder.NORMAL);
        assertThat(medication(CLINIC).months()).hasSize(1);
    }

    @Test
    void ofTwoConsentsTheOneWhoseCardStandsIsReleased() {
        TestCard lost = jpki.card(jpki.second, LocalDate.of(2028, 4, 12));
        consent(CLINIC, lost, ConsentKind.TREATMENT);
        consent(CLINIC, ConsentKind.MEDICATION);
        jpki.revoke(lost, CRLReason.keyCompromise);
        MedicationHistory.Day day = medication(CLINIC).months().getFirst().days().getFirst();
        assertThat(day.drugs()).hasSize(2);
        assertThat(day.treatments()).isEmpty();
        assertThat(lastAudited("medication.viewed"))
                .contains(Certificates.digest(TestJpki.id(card)))
                .doesNotContain("consent_treatment");
    }

    @Test
    void aRefusedOrWithdrawnConsentOpensNothing() {
        Presence visit = present(CLINIC);
        consents.give(
                visit,
                new ConsentChoice.ByKind(
                        Set.of(ConsentKind.MEDICATION), Set.of(ConsentKind.CHECKUP)));
        refused(FaultCode.NO_CONSENT, () -> checkups(CLINIC));
        consents.withdraw(visit, Set.of(ConsentKind.MEDICATION));
        refused(FaultCode.NO_CONSENT, () -> medication(CLINIC));
    }

    @Test
    @Tag("B-09")
    void aSuspensionStopsViewingAtOnceAndItsEndAllowsItAgain() {
        consent(CLINIC, ConsentKind.MEDICATION);
        ClaimedInsurerNumber insurer = new ClaimedInsurerNumber(INSURER);
        assertThat(records.suspension(insurer, HANAKO, BIRTH, true, "operator"))
                .isEqualTo(Loaded.ADDED);
        assertThat(records.suspension(insurer, HANAKO, BIRTH, true, "operator"))
                .isEqualTo(Loaded.UNCHANGED);
        refused(FaultCode.VIEWING_SUSPENDED, () -> medication(CLINIC));
        assertThat(records.suspension(insurer, HANAKO, BIRTH.plusDays(1), false, "operator"))
                .isEqualTo(Loaded.UNMATCHED);
        assertThat(records.suspension(insurer, HANAKO, BIRTH, false, "operator"))
                .isEqualTo(Loaded.ADDED);
        assertThat(medication(CLINIC).months()).hasSize(1);
        assertThat(audited("viewing.suspended")).isEqualTo(2);
    }

    @Test
    void somebodyWhoseCoverageIsLostIsSuspendedByItsNumberToo() {
        InsuredIdentifier former = new InsuredIdentifier("12", "900", "01");
        RegisteredPeople.Row lost = people.row(INSURER, former, BIRTH, "2010-04-01", "2019-04-01");
        people.register(lost.of(hanako));
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(
                        records.suspension(
                                new ClaimedInsurerNumber(INSURER), former, BIRTH, true, "operator"))
                .isEqualTo(Loaded.ADDED);
        refused(FaultCode.VIEWING_SUSPENDED, () -> medication(CLINIC));
    }

    @Test
    void nothingIsShownOfSomebodyWhoseEveryCoverageIsHiddenAndThatIsRecorded() {
        RegisteredPeople.Row pending =
                people.row(INSURER, new InsuredIdentifier("12", "901", ""), BIRTH, "2020-04-01", "")
                        .pending();
        people.register(pending);
        consents.give(
                present(CLINIC, pending.person(), card),
                new ConsentChoice.ByKind(Set.of(ConsentKind.MEDICATION), Set.of()));
        refused(
                FaultCode.VIEWING_SUSPENDED,
                () -> information.medication(CLINIC, pending.person()));
    }

    @Test
    void aNumberOfSeveralPeopleNeedsABranch() {
        people.register(
                people.row(
                        INSURER,
                        new InsuredIdentifier("12", "345", "02"),
                        LocalDate.of(2010, 1, 1),
                        "2020-04-01",
                        ""));
        consent(CLINIC, ConsentKind.MEDICATION);
        refused(
                FaultCode.FIELD_MISSING,
                () ->
                        information.medication(
                                CLINIC,
                                request(
                                        CLINIC,
                                        FileCategory.XML,
                                        new InsuredIdentifier("12", "345", "")),
                                Optional.empty()));
        assertThat(medication(CLINIC).months()).hasSize(1);
    }

    @Test
    void theSameClaimAgainChangesNothingAndACorrectedOneReplacesIt() {
        consent(CLINIC, ConsentKind.MEDICATION);
        long before = audited("claims.loaded");
        assertThat(load(YearMonth.of(2024, 10), "1", 28)).isEqualTo(Loaded.UNCHANGED);
        assertThat(audited("claims.loaded")).isEqualTo(before);
        now = now.plusSeconds(1);
        assertThat(load(YearMonth.of(2024, 10), "1", 14)).isEqualTo(Loaded.REPLACED);
        List<MedicationHistory.Month> months = medication(CLINIC).months();
        assertThat(months).hasSize(1);
        assertThat(months.getFirst().days().getFirst().drugs().getFirst().times()).isEqualTo(14);
        assertThat(load(YearMonth.of(2024, 10), "2", 7)).isEqualTo(Loaded.ADDED);
        assertThat(medication(CLINIC).months()).hasSize(2);
    }

    @Test
    void nobodyIsGuessedForAClaim() {
        YearMonth month = YearMonth.of(2024, 10);
        assertThat(load(month, "9", 7, HANAKO, BIRTH.plusDays(1))).isEqualTo(Loaded.UNMATCHED);
        assertThat(load(month, "9", 7, new InsuredIdentifier("12", "345", "02"), BIRTH))
                .isEqualTo(Loaded.UNMATCHED);
        assertThat(load(YearMonth.of(2020, 3), "9", 7)).as("before").isEqualTo(Loaded.UNMATCHED);
        people.register(
                people.row(
                        INSURER,
                        new InsuredIdentifier("12", "345", "02"),
                        BIRTH,
                        "2020-04-01",
                        ""));
        assertThat(load(month, "9", 7, new InsuredIdentifier("12", "345", ""), BIRTH))
                .as("twins")
                .isEqualTo(Loaded.UNMATCHED);
    }

    @Test
    @Tag("B-25")
    void aClaimByTheHouseholdsNumberFindsItsPersonByTheBirthDate() {
        people.register(
                people.row(
                        INSURER,
                        new InsuredIdentifier("12", "345", "02"),
                        LocalDate.of(2010, 1, 1),
                        "2020-04-01",
                        ""));
        assertThat(
                        load(
                                YearMonth.of(2024, 9),
                                "8",
                                7,
                                new InsuredIdentifier("12", "345", ""),
                                BIRTH))
                .isEqualTo(Loaded.ADDED);
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(medication(CLINIC).months()).as("hers, not her child's").hasSize(2);
    }

    @Test
    @Tag("B-24")
    void afterAChangeOfInsurerTheHistoryUnderTheEarlierOneIsStillShown() {
        LocalDate born = LocalDate.of(1990, 2, 3);
        InsuredIdentifier earlier = new InsuredIdentifier("77", "1", "01");
        InsuredIdentifier later = new InsuredIdentifier("88", "2", "01");
        RegisteredPeople.Row lost = people.row(INSURER, earlier, born, "2020-04-01", "2024-11-01");
        people.register(lost);
        people.insurer(SOCIETY, "見本健康保険組合");
        people.register(people.row(SOCIETY, later, born, "2024-11-01", "").of(lost.person()));
        assertThat(load(YearMonth.of(2024, 10), "7", 14, earlier, born)).isEqualTo(Loaded.ADDED);
        consents.give(
                present(PHARMACY, lost.person(), card),
                new ConsentChoice.ByKind(Set.of(ConsentKind.MEDICATION), Set.of()));

        MedicationHistory history =
                information.medication(
                        PHARMACY,
                        new MedicalRequest(
                                PHARMACY,
                                Optional.empty(),
                                new ClaimedInsurerNumber(SOCIETY),
                                later,
                                FileCategory.XML,
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty());

        assertThat(history.months())
                .singleElement()
                .satisfies(month ->
                        assertThat(month.days().getFirst().drugs().getFirst().times())
                                .isEqualTo(14));
    }

    @Test
    void threeYearsAreShownAndTheLatestComesFirst() {
        load(YearMonth.of(2021, 12), "1", 7);
        load(YearMonth.of(2021, 11), "1", 7);
        load(YearMonth.of(2023, 5), "1", 7);
        consent(CLINIC, ConsentKind.MEDICATION);
        assertThat(medication(CLINIC).months())
                .extracting(MedicationHistory.Month::month)
                .containsExactly(
                        YearMonth.of(2024, 10), YearMonth.of(2023, 5), YearMonth.of(2021, 12));
        MedicationHistory some =
                information.medication(
                        CLINIC,
                        new MedicalRequest(
                                CLINIC,
                                Optional.empty(),
                                new ClaimedInsurerNumber(INSURER),
                                HANAKO,
                                FileCategory.XML,
                                Optional.of(YearMonth.of(2023, 1)),
                                Optional.of(YearMonth.of(2023, 12))),
                        Optional.empty());
        assertThat(some.months()).hasSize(1);
    }

    @Test
    void checkupsOfSeveralYearsAreMarkedAndTheLatestComesFirst() {
        assertThat(checkup("2022-06-10", A1C, "5.5")).isEqualTo(Loaded.ADDED);
        checkup("2023-06-10", A1C, "5.6");
        checkup("2024-06-10", A1C, "6.4");
        now = now.plusSeconds(1);
        assertThat(checkup("2024-06-10", A1C, "6.5")).isEqualTo(Loaded.REPLACED);
        assertThat(checkup("2024-06-10", A1C, "6.5")).isEqualTo(Loaded.UNCHANGED);
        checkup("2019-12-01", A1C, "9.9");
        consent(PHARMACY, ConsentKind.CHECKUP);
        CheckupHistory history = checkups(PHARMACY);
        assertThat(history.checkups())
                .extracting(it -> it.items().getFirst().mark())
                .containsExactly(
                        Optional.of(CheckupHistory.Mark.REFERRAL),
                        Optional.of(CheckupHistory.Mark.GUIDANCE),
                        Optional.empty());
        assertThat(history.checkups().getFirst().items().getFirst().name())
                .isEqualTo("HbA1c（NGSP）");
        assertThat(audited("checkup.viewed")).isEqualTo(1);
    }

    @Test
    void aLimitThatDiffersBySexMarksEachFromItsOwn() {
        assertThat(mark("9N016160100000001", "84.9", Sex.MALE)).isEmpty();
        assertThat(mark("9N016160100000001", "85.0", Sex.MALE))
                .contains(CheckupHistory.Mark.GUIDANCE);
        assertThat(mark("9N016160100000001", "89.9", Sex.FEMALE)).isEmpty();
        assertThat(mark("9N016160100000001", "90.0", Sex.FEMALE))
                .contains(CheckupHistory.Mark.GUIDANCE);
        assertThat(mark("2A030000001930102", "13.1", Sex.MALE)).isEmpty();
        assertThat(mark("2A030000001930102", "13.0", Sex.MALE))
                .contains(CheckupHistory.Mark.GUIDANCE);
        assertThat(mark("2A030000001930102", "12.0", Sex.MALE))
                .contains(CheckupHistory.Mark.REFERRAL);
        assertThat(mark("2A030000001930102", "12.1", Sex.FEMALE)).isEmpty();
        assertThat(mark("2A030000001930102", "12.0", Sex.FEMALE))
                .contains(CheckupHistory.Mark.GUIDANCE);
        assertThat(mark("2A030000001930102", "11.0", Sex.FEMALE))
                .contains(CheckupHistory.Mark.REFERRAL);
        assertThat(mark("2A030000001930102", "5.0", Sex.UNSET)).as("nobody's limit").isEmpty();
    }

    private static Optional<CheckupHistory.Mark> mark(String code, String value, Sex sex) {
        return CheckupReference.published()
                .item(code, value, "", sex, LocalDate.of(2024, 6, 10))
                .mark();
    }

    @Test
    void aRequestRepeatedUnderItsKeyIsOneViewAndAnotherUnderTheSameKeyIsRefused() {
        consent(CLINIC, ConsentKind.MEDICATION, ConsentKind.TREATMENT);
        Optional<UUID> key = Optional.of(UUID.randomUUID());
        MedicalRequest request = request(CLINIC, FileCategory.XML);
        MedicationHistory first = information.medication(CLINIC, request, key);
        assertThat(information.medication(CLINIC, request, key)).isEqualTo(first);
        assertThat(audited("medication.viewed")).isEqualTo(1);
        LocalDate today = LocalDate.of(2024, 12, 2);
        assertThat(information.views(today, today.plusDays(1)))
                .containsExactly(new ViewCount("MEDICATION", "MEDICAL_CLINIC", 1));
        refused(
                FaultCode.IDEMPOTENCY_KEY_REUSED,
                () ->
                        information.medication(
                                CLINIC, request(CLINIC, FileCategory.XML_WITH_TREATMENT), key));
        consent(CLINIC, ConsentKind.MEDICATION);
        information.medication(CLINIC, request, key);
        information.medication(CLINIC, request, key);
        assertThat(audited("medication.viewed")).as("by another consent").isEqualTo(2);
        assertThat(information.views(today, today.plusDays(1)))
                .containsExactly(new ViewCount("MEDICATION", "MEDICAL_CLINIC", 2));
    }

    @Test
    void aWithdrawalWaitsForTheAnswerUnderWayAndIsSeenByTheNext() throws Exception {
        Presence visit = present(CLINIC);
        consents.give(visit, new ConsentChoice.ByKind(Set.of(ConsentKind.MEDICATION), Set.of()));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> view =
                    threads.submit(() ->
                            new TransactionTemplate(transactions)
                                    .executeWithoutResult(_ -> {
                                        consents.hold(hanako, CLINIC);
                                        held.countDown();
                                        awaitUninterruptibly(read);
                                    }));
            awaitUninterruptibly(held);
            Future<?> withdrawal =
                    threads.submit(() -> consents.withdraw(visit, Set.of(ConsentKind.MEDICATION)));
            Await.until("the withdrawal waits", () -> waiting() == 1);
            assertThat(withdrawal.isDone()).isFalse();
            read.countDown();
            view.get(10, TimeUnit.SECONDS);
            withdrawal.get(10, TimeUnit.SECONDS);
        }
        refused(FaultCode.NO_CONSENT, () -> medication(CLINIC));
    }

    @Test
    void aSuspensionWaitsForTheAnswerUnderWayAndStopsEveryOneAfterIt() throws Exception {
        consent(CLINIC, ConsentKind.MEDICATION);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> view =
                    threads.submit(() ->
                            new TransactionTemplate(transactions)
                                    .executeWithoutResult(_ -> {
                                        new MedicalTable(store).holdViewing(hanako);
                                        held.countDown();
                                        awaitUninterruptibly(read);
                                    }));
            awaitUninterruptibly(held);
            assertThat(medication(CLINIC).months()).as("beside another's view").hasSize(1);
            Future<Loaded> suspension =
                    threads.submit(() -> records.suspension(hanako, "operator", true, "operator"));
            Await.until("the suspension waits", () -> waiting() == 1);
            read.countDown();
            view.get(10, TimeUnit.SECONDS);
            assertThat(suspension.get(10, TimeUnit.SECONDS)).isEqualTo(Loaded.ADDED);
        }
        refused(FaultCode.VIEWING_SUSPENDED, () -> medication(CLINIC));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private long waiting() {
        return JdbcClient.create(database.superuser())
                .sql(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND datname = current_database()
                        """)
                .query(Long.class)
                .single();
    }

    @Test
    void whatDoesNotFitIntoOneAnswerIsRefusedAndNotCut() {
        consent(CLINIC, ConsentKind.CHECKUP);
        assertThat(checkup("2024-06-10", A1C, "5.5")).isEqualTo(Loaded.ADDED);
        JdbcClient.create(database.superuser())
                .sql(
                        """
                        INSERT INTO medicalinfo.checkup_item
                            (person_id, item_id, checked_on, code, value, unit, recorded_at)
                        SELECT ?, gen_random_uuid(), '2024-06-10', 'X' || i, '1', '', now()
                        FROM generate_series(2, ?) AS i
                        """)
                .params(hanako, MedicalInformation.ROWS_MAX)
                .update();
        assertThat(checkups(CLINIC).checkups().getFirst().items())
                .hasSize(MedicalInformation.ROWS_MAX);
        checkup("2024-06-11", A1C, "5.5");
        refused(FaultCode.MEDICAL_INFORMATION_TOO_LARGE, () -> checkups(CLINIC));
    }

    @Test
    void pharmaciesSawNoCheckupsBefore2021() {
        now = Instant.parse("2020-12-31T14:59:59Z");
        refused(FaultCode.NOT_FOR_FACILITY, () -> checkups(PHARMACY));
        refused(FaultCode.NO_CONSENT, () -> checkups(CLINIC));
        now = Instant.parse("2020-12-31T15:00:00Z");
        refused(FaultCode.NO_CONSENT, () -> checkups(PHARMACY));
    }

    @Test
    void countedViewsAreThoseOfTheLog() {
        consent(CLINIC, ConsentKind.MEDICATION, ConsentKind.TREATMENT, ConsentKind.CHECKUP);
        consent(PHARMACY, ConsentKind.MEDICATION);
        medication(CLINIC);
        medication(CLINIC);
        medication(PHARMACY);
        checkups(CLINIC);
        refused(FaultCode.NO_CONSENT, () -> checkups(PHARMACY));
        LocalDate today = LocalDate.of(2024, 12, 2);
        List<ViewCount> counted = information.views(today, today.plusDays(1));
        List<ViewCount> logged =
                JdbcClient.create(database.inspector())
                        .sql(
                                """
                                SELECT kind, body ->> 'facility_type', count(*)
                                FROM (
                                    SELECT convert_from(body, 'UTF8')::jsonb -> 'details' AS body
                                    FROM audit.entry
                                    WHERE event IN ('medication.viewed', 'checkup.viewed')) e
                                CROSS JOIN LATERAL unnest(string_to_array(body ->> 'kinds', ' ')) kind
                                GROUP BY 1, 2
                                ORDER BY 1, 2
                                """)
                        .query((row, number) ->
                                new ViewCount(row.getString(1), row.getString(2), row.getLong(3)))
                        .list();
        assertThat(counted)
                .containsExactlyElementsOf(logged)
                .containsExactly(
                        new ViewCount("CHECKUP", "MEDICAL_CLINIC", 1),
                        new ViewCount("MEDICATION", "MEDICAL_CLINIC", 2),
                        new ViewCount("MEDICATION", "PHARMACY", 1),
                        new ViewCount("TREATMENT", "MEDICAL_CLINIC", 2));
    }
}
