package org.onshi.server.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.facilities.ClaimMedium;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.server.facilities.FacilityType;
import org.onshi.server.identity.CardState;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.PresenceMode;
import org.onshi.server.rules.Rules;
import org.onshi.wire.ConsentKind;
import org.onshi.wire.ConsentTriple;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@Tag("database")
@Tag("store")
class ConsentsTest {
    private static final FacilityCode CLINIC = new FacilityCode("1312345670");
    private static final FacilityCode JUDO = new FacilityCode("1342345671");
    private static final String CERTIFICATE = "ab".repeat(32);
    private static final UUID HANAKO = UUID.randomUUID();

    private final TestDatabase database = TestDatabase.fresh();
    private final DataSource store = database.server();
    private Instant now = Instant.parse("2024-12-02T00:00:00.123456789Z");
    private final InstantSource clock = () -> now;
    private final Facilities facilities = new Facilities(store, clock);
    private final Consents consents =
            new Consents(
                    store,
                    new JdbcTransactionManager(store),
                    facilities,
                    Rules.published(),
                    new Audit(store),
                    new ConsentSettings(Duration.ofHours(24)),
                    clock);

    @BeforeEach
    void twoFacilities() {
        facilities.register(
                List.of(
                        facility(CLINIC, FacilityType.MEDICAL_CLINIC),
                        facility(JUDO, FacilityType.JUDO_THERAPY)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Facility facility(FacilityCode code, FacilityType type) {
        return new Facility(code, "試験医院", type, "13", "", "", ClaimMedium.ONLINE, true);
    }

    private Presence at(FacilityCode facility, CardState state, Optional<UUID> person) {
        return new Presence(
                UUID.randomUUID(),
                facility,
                "T1",
                PresenceMode.PIN,
                state,
                true,
                person,
                CERTIFICATE,
                now);
    }

    private Presence hanako() {
        return at(CLINIC, CardState.VALID, Optional.of(HANAKO));
    }

    private static ConsentChoice given(ConsentKind... kinds) {
        return new ConsentChoice.ByKind(Set.of(kinds), Set.of());
    }

    private static ConsentChoice refused(ConsentKind... kinds) {
        return new ConsentChoice.ByKind(Set.of(), Set.of(kinds));
    }

    private void refusedWith(FaultCode code, Presence presence, ConsentChoice choice) {
        long before = audited("consent.refused");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> consents.give(presence, choice))
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(code));
        assertThat(audited("consent.refused")).isEqualTo(before + 1);
    }

    private void notReleased(FaultCode code, FacilityCode facility, ConsentKind kind) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> consents.require(HANAKO, facility, kind, now))
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private long audited(String event) {
        return JdbcClient.create(database.inspector())
                .sql("SELECT count(*) FROM audit.entry WHERE event = ?")
                .param(event)
                .query(Long.class)
                .single();
    }

    @Test
    void aConsentHoldsToTheLastMomentOfItsTwentyFourHours() {
        consents.give(hanako(), given(ConsentKind.MEDICATION));
        Instant given = now.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        now = given.plus(Duration.ofHours(24)).minusMillis(1);
        Consent consent = consents.require(HANAKO, CLINIC, ConsentKind.MEDICATION, now);
        assertThat(consent.certificateDigest()).isEqualTo(CERTIFICATE);
        now = given.plus(Duration.ofHours(24));
        notReleased(FaultCode.CONSENT_OVER, CLINIC, ConsentKind.MEDICATION);
        now = now.plusSeconds(1);
        notReleased(FaultCode.CONSENT_OVER, CLINIC, ConsentKind.MEDICATION);
        assertThat(consents.live(HANAKO, CLINIC, now)).isEmpty();
    }

    @Test
    void itOpensNothingForAnotherFacilityPersonOrKind() {
        consents.give(hanako(), given(ConsentKind.MEDICATION));
        notReleased(FaultCode.NO_CONSENT, JUDO, ConsentKind.MEDICATION);
        notReleased(FaultCode.NO_CONSENT, CLINIC, ConsentKind.CHECKUP);
        assertThat(consents.live(UUID.randomUUID(), CLINIC, now)).isEmpty();
    }

    @Test
    void aLaterAnswerReplacesTheEarlierAndTheHistoryStays() {
        Presence visit = hanako();
        consents.give(visit, given(ConsentKind.MEDICATION, ConsentKind.CHECKUP));
        now = now.plusSeconds(60);
        List<Consent> standing = consents.give(visit, refused(ConsentKind.CHECKUP));
        assertThat(standing)
                .extracting(Consent::kind, Consent::given)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ConsentKind.CHECKUP, false),
                        org.assertj.core.groups.Tuple.tuple(ConsentKind.MEDICATION, true));
        notReleased(FaultCode.NO_CONSENT, CLINIC, ConsentKind.CHECKUP);
        now = now.plus(Duration.ofHours(24)).minusSeconds(30);
        notReleased(FaultCode.CONSENT_OVER, CLINIC, ConsentKind.MEDICATION);
        consents.give(visit, given(ConsentKind.MEDICATION));
        assertThat(consents.require(HANAKO, CLINIC, ConsentKind.MEDICATION, now).live(now))
                .isTrue();
        assertThat(
                        JdbcClient.create(database.inspector())
                                .sql("SELECT count(*) FROM consent.consent WHERE person_id = ?")
                                .param(HANAKO)
                                .query(Long.class)
                                .single())
                .isEqualTo(4);
    }

    @Test
    void aWithdrawalWorksAtOnceAndIsRecorded() {
        Presence visit = hanako();
        consents.give(visit, given(ConsentKind.MEDICATION, ConsentKind.CHECKUP));
        consents.withdraw(visit, Set.of(ConsentKind.MEDICATION));
        notReleased(FaultCode.NO_CONSENT, CLINIC, ConsentKind.MEDICATION);
        assertThat(consents.require(HANAKO, CLINIC, ConsentKind.CHECKUP, now).given()).isTrue();
        assertThat(audited("consent.withdrawn")).isEqualTo(1);
        assertThat(
                        JdbcClient.create(database.inspector())
                                .sql(
                                        """
                                        SELECT convert_from(body, 'UTF8') FROM audit.entry
                                        WHERE event = 'consent.given'
                                        """)
                                .query(String.class)
                                .single())
                .contains(CERTIFICATE)
                .contains("CHECKUP MEDICATION");
    }

    @Test
    void oneTouchGivesEveryKindInForceFromOctober2024On() {
        now = Instant.parse("2024-09-30T14:59:59.999Z");
        refusedWith(FaultCode.BLANKET_NOT_YET, hanako(), new ConsentChoice.Blanket());
        now = Instant.parse("2024-09-30T15:00:00Z");
        List<Consent> standing = consents.give(hanako(), new ConsentChoice.Blanket());
        assertThat(standing)
                .extracting(Consent::kind)
                .containsExactly(
                        ConsentKind.LIMIT,
                        ConsentKind.SPECIAL_DISEASES,
                        ConsentKind.CHECKUP,
                        ConsentKind.MEDICATION,
                        ConsentKind.TREATMENT,
                        ConsentKind.OPERATION,
                        ConsentKind.PRESCRIPTION);
        now = Instant.parse("2025-02-01T00:00:00Z");
        assertThat(consents.give(hanako(), new ConsentChoice.Blanket()))
                .extracting(Consent::kind)
                .containsExactlyElementsOf(EnumSet.allOf(ConsentKind.class));
    }

    @Test
    void aKindIsNotAskedAboutBeforeItExists() {
        now = Instant.parse("2022-09-10T14:59:59Z");
        refusedWith(FaultCode.CODE_UNKNOWN, hanako(), given(ConsentKind.TREATMENT));
        refusedWith(FaultCode.CODE_UNKNOWN, hanako(), refused(ConsentKind.TREATMENT));
        now = Instant.parse("2022-09-10T15:00:00Z");
        assertThat(consents.give(hanako(), given(ConsentKind.TREATMENT))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1312345670,GRACE,NOT_IN_GRACE",
        "1342345671,VALID,ELIGIBILITY_ONLY",
        "1342345671,GRACE,ELIGIBILITY_ONLY",
        "1399999999,VALID,ELIGIBILITY_ONLY",
    })
    void whereOnlyEligibilityIsOpenOnlyTheLimitClassCanBeConsentedTo(
            String facility, CardState state, FaultCode code) {
        Presence presence = at(new FacilityCode(facility), state, Optional.of(HANAKO));
        for (ConsentKind kind : EnumSet.complementOf(EnumSet.of(ConsentKind.LIMIT))) {
            now = Instant.parse("2025-04-01T00:00:00Z");
            refusedWith(code, presence, given(kind, ConsentKind.LIMIT));
        }
        assertThat(consents.give(presence, new ConsentChoice.Blanket()))
                .extracting(Consent::kind)
                .containsExactly(ConsentKind.LIMIT);
        assertThat(consents.offered(presence)).containsExactly(ConsentKind.LIMIT);
        assertThat(consents.give(presence, refused(ConsentKind.MEDICATION))).hasSize(2);
    }

    @Test
    void aCardThatIsNotRegisteredConsentsToNothing() {
        Presence unknown = at(CLINIC, CardState.VALID, Optional.empty());
        refusedWith(FaultCode.CARD_NOT_REGISTERED, unknown, given(ConsentKind.MEDICATION));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> consents.withdraw(unknown, Set.of(ConsentKind.MEDICATION)));
    }

    @Test
    void anAnswerThatSaysNothingOrBothIsRefused() {
        refusedWith(FaultCode.FIELD_MISSING, hanako(), given());
        refusedWith(
                FaultCode.VALUES_CONTRADICT,
                hanako(),
                new ConsentChoice.ByKind(Set.of(ConsentKind.LIMIT), Set.of(ConsentKind.LIMIT)));
    }

    @Test
    void inTheGraceAMedicalConsentOfTheDayBeforeIsNotStatedAndTheLimitClassIs() {
        consents.give(hanako(), given(ConsentKind.MEDICATION, ConsentKind.LIMIT));
        assertThat(consents.standing(hanako()))
                .extracting(Consent::kind)
                .containsExactlyInAnyOrder(ConsentKind.MEDICATION, ConsentKind.LIMIT);
        assertThat(consents.standing(at(CLINIC, CardState.GRACE, Optional.of(HANAKO))))
                .extracting(Consent::kind)
                .containsExactly(ConsentKind.LIMIT);
    }

    @Test
    void theFaceMessageSaysOfEveryKindWhetherItWasGivenAndUntilWhen() {
        consents.give(hanako(), given(ConsentKind.MEDICATION, ConsentKind.LIMIT));
        List<ConsentTriple> triples = consents.triples(consents.standing(hanako()), now);
        assertThat(triples).hasSize(7);
        assertThat(triples).contains(ConsentTriple.refused(ConsentKind.CHECKUP));
        ConsentTriple medication =
                triples.stream()
                        .filter(it -> it.kind() == ConsentKind.MEDICATION)
                        .findFirst()
                        .orElseThrow();
        assertThat(medication.flag()).isEqualTo("1");
        assertThat(medication.availableUntil())
                .contains(medication.givenAt().orElseThrow().plusHours(24));
        ConsentTriple limit =
                triples.stream()
                        .filter(it -> it.kind() == ConsentKind.LIMIT)
                        .findFirst()
                        .orElseThrow();
        assertThat(limit.availableUntil()).isEmpty();
    }

    @Test
    void aSettingCannotMakeAConsentLongerThanADay() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ConsentSettings(Duration.ofHours(24).plusNanos(1)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ConsentSettings(Duration.ZERO));
    }
}
