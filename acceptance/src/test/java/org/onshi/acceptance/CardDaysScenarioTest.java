package org.onshi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.acceptance.PatientAtReader.names;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.onshi.wire.FaultCode;
import tools.jackson.databind.JsonNode;

/**
 * The days on which a card's standing changes, one after the other in one demo whose clock is moved
 * forward from boundary to boundary. Every person has one card for the whole time.
 */
@Tag("acceptance")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CardDaysScenarioTest {
    private static final String FIRST_DAY = "2024-09-30";
    private static RunningDemo demo;
    private static PatientAtReader reader;
    private static AuditEntries log;
    private static Iterator<TownCsv> people;

    /** Cards by their certificates' last day. */
    private static String endsOctober15;

    private static String endsDecember31;
    private static String endsMarch31;
    private static TownCsv holderOfMarch31;
    private static String lost;
    private static String renewed;

    @BeforeAll
    static void theDemoStartsBeforeBlanketConsent() {
        demo = RunningDemo.fresh("card-days", FIRST_DAY + "T09:00", 120);
        reader = PatientAtReader.of(demo, 1);
        log = new AuditEntries(demo);
        people =
                TownCsv.read(demo.file("town.csv")).stream()
                        .filter(row -> row.situation().equals("plain"))
                        .filter(row -> row.lostOn().isEmpty())
                        .filter(row -> row.holdsOn(LocalDate.parse(FIRST_DAY)))
                        .filter(row -> row.birthDate().isBefore(LocalDate.of(2000, 1, 1)))
                        .iterator();
        endsOctober15 = card("2024-10-15");
        endsDecember31 = card("2024-12-31");
        holderOfMarch31 = people.next();
        endsMarch31 = card(holderOfMarch31, "2025-03-31");
        lost = card("2025-06-30");
        renewed = card("2025-06-30");
    }

    @AfterAll
    static void theDemoEnds() {
        reader.close();
        demo.close();
    }

    @Test
    @Order(1)
    @Requirement("A-11")
    void untilTheEndOfSeptember2024EveryKindIsAskedForByItself() {
        try {
            reader.place(endsMarch31);
            JsonNode asked = reader.registered(reader.face());
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            assertThat(asked.path("blanket_consent").asBoolean()).isFalse();
            JsonNode refused = reader.consentToAll();
            assertThat(refused.path("refused").asString())
                    .as(refused.toString())
                    .isEqualTo("BLANKET_NOT_YET");
            JsonNode done = reader.consent("MEDICATION");
            assertThat(names(done.path("consents"))).containsExactly("MEDICATION");
            assertThat(done.path("verdict").asString()).isEqualTo("1");
        } finally {
            reader.takeAway();
        }
    }

    @Test
    @Order(2)
    @Requirement("A-11")
    void fromOctober2024OneTouchConsentsToEveryKind() {
        until("2024-10-01T09:00");
        try {
            reader.place(endsMarch31);
            JsonNode asked = reader.registered(reader.face());
            assertThat(asked.path("blanket_consent").asBoolean()).isTrue();
            JsonNode done = reader.consentToAll();
            assertThat(names(done.path("consents")))
                    .isEqualTo(names(asked.path("consent_kinds")))
                    .contains("MEDICATION", "CHECKUP", "LIMIT");
        } finally {
            reader.takeAway();
        }
    }

    /** The consent to everything that was given right now, on October 1st. */
    @Test
    @Order(3)
    @Requirement({"F-06", "F-05"})
    void whatWasConsentedToIsShownForTwentyFourHoursAndNotASecondLonger() {
        Instant over =
                Instant.parse(
                        log.of("consent.given", log.visitAt(reader.facility()))
                                .getLast()
                                .path("details")
                                .path("until")
                                .asString());
        try (FacilitySystem facility = new FacilitySystem(demo, reader.facility())) {
            // some seconds, since this clock runs while the question is on its way
            until(over.minusSeconds(5).toString());
            assertThat(facility.medication(holderOfMarch31, "4").statusCode()).isEqualTo(200);
            assertThat(facility.checkups(holderOfMarch31).statusCode()).isEqualTo(200);
            until(over.plusSeconds(1).toString());
            for (HttpResponse<String> refused :
                    List.of(
                            facility.medication(holderOfMarch31, "4"),
                            facility.checkups(holderOfMarch31))) {
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains(FaultCode.CONSENT_OVER.code());
            }
        }
    }

    @Test
    @Order(4)
    @Requirement({"A-16", "G-15", "K-12"})
    void beforeDecember2ndAnExpiredCertificateIsRefusedAndFromThenOnHasItsGrace() {
        until("2024-10-15T10:00");
        assertThat(reader.visitByFace(endsOctober15).path("verdict").asString()).isEqualTo("1");
        until("2024-10-16T10:00");
        refused("CERT_EXPIRED", endsOctober15);
        until("2024-12-01T10:00");
        refused("CERT_EXPIRED", endsOctober15);
        until("2024-12-02T10:00");
        JsonNode answer = reader.visitByFace(endsOctober15);
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
        assertThat(alerts(answer)).contains("CERTIFICATE_IN_GRACE");
    }

    @Test
    @Order(5)
    @Requirement({"A-15", "G-15"})
    void theRenewalAlertBeginsThreeMonthsBeforeTheLastDay() {
        until("2024-12-30T10:00");
        assertThat(alerts(reader.visitByFace(endsMarch31))).doesNotContain("CERTIFICATE_EXPIRING");
        until("2024-12-31T10:00");
        JsonNode answer = reader.visitByFace(endsMarch31);
        assertThat(alerts(answer)).contains("CERTIFICATE_EXPIRING");
        assertThat(answer.path("verdict").asString()).isEqualTo("1");
    }

    @Test
    @Order(6)
    @Requirement({"A-16", "G-01", "G-15"})
    void inTheGraceEligibilityIsAnsweredAndMedicalInformationIsNotOffered() {
        until("2025-01-06T10:00");
        try {
            reader.place(endsDecember31);
            JsonNode asked = reader.registered(reader.face());
            assertThat(names(asked.path("consent_kinds"))).isSubsetOf("LIMIT");
            JsonNode done =
                    asked.path("step").asString().equals("CONSENT") ? reader.consent() : asked;
            assertThat(done.path("verdict").asString()).isEqualTo("1");
            assertThat(alerts(done)).contains("CERTIFICATE_IN_GRACE");
        } finally {
            reader.takeAway();
        }
        assertThat(reader.card(endsDecember31).path("card_expires_on").asString())
                .as("the card itself is good for years")
                .isGreaterThan("2026");
        assertThat(reader.letters(lost)).as("not yet").isEmpty();
    }

    @Test
    @Order(7)
    @Requirement({"A-15", "A-16", "G-14", "G-15"})
    void theGraceEndsWithTheThirdMonthAfterTheMonthOfTheLastDay() {
        until("2025-03-31T10:00");
        JsonNode lastDayOfGrace = reader.visitByFace(endsDecember31);
        assertThat(lastDayOfGrace.path("verdict").asString()).isEqualTo("1");
        assertThat(alerts(lastDayOfGrace)).contains("CERTIFICATE_IN_GRACE");
        assertThat(alerts(reader.visitByFace(endsMarch31))).contains("CERTIFICATE_EXPIRING");
        assertThat(reader.letters(lost))
                .as("about June 30th, by March 31st")
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.path("sent_on").asString())
                                .isLessThanOrEqualTo("2025-03-31"));
        until("2025-04-01T10:00");
        JsonNode closed = refused("CERT_EXPIRED", endsDecember31);
        assertThat(closed.path("next_step").path("ja").asString())
                .as("names another way to be insured today")
                .containsAnyOf("資格確認書", "資格情報のお知らせ");
        assertThat(alerts(reader.visitByFace(endsMarch31))).contains("CERTIFICATE_IN_GRACE");
        until("2025-06-30T10:00");
        assertThat(reader.visitByFace(endsMarch31).path("verdict").asString()).isEqualTo("1");
        assertThat(reader.letters(lost)).as("once").hasSize(1);
        until("2025-07-01T10:00");
        refused("CERT_EXPIRED", endsMarch31);
    }

    @Test
    @Order(8)
    @Requirement({"G-12", "G-15"})
    void aLostCardIsRefusedAMinuteAfterTheCallAndHasNoGrace() {
        until("2025-07-06T02:59:30");
        JsonNode before = reader.visitByFace(lost);
        assertThat(before.path("verdict").asString()).isEqualTo("1");
        assertThat(alerts(before)).contains("CERTIFICATE_IN_GRACE");
        until("2025-07-06T03:00");
        reader.change(lost, "revoke");
        until("2025-07-06T03:01");
        refused("CERT_REVOKED", lost);
    }

    @Test
    @Order(9)
    @Requirement({"G-12", "G-15"})
    void aHeldCardIsRefusedUntilItIsReleased() {
        reader.change(renewed, "hold");
        refused("CERT_HELD", renewed);
        reader.change(renewed, "release");
        until("2025-07-06T03:05");
        assertThat(reader.visitByFace(renewed).path("verdict").asString()).isEqualTo("1");
    }

    @Test
    @Order(10)
    @Requirement({"A-14", "G-15"})
    void aRenewedCertificateIsTheSamePersonWithoutASecondRegistration() {
        String old = reader.card(renewed).path("serial").asString();
        JsonNode card = reader.change(renewed, "renew");
        assertThat(card.path("serial").asString()).isNotEqualTo(old);
        try {
            reader.place(renewed);
            JsonNode asked = reader.face();
            assertThat(asked.path("step").asString()).isEqualTo("CONSENT");
            JsonNode done = reader.consentToAll();
            assertThat(done.path("verdict").asString()).isEqualTo("1");
            assertThat(alerts(done)).isEmpty();
        } finally {
            reader.takeAway();
        }
    }

    // ---- words of these days ----

    /** A card with that last day, registered before any of the days that matter. */
    private static String card(String expires) {
        return card(people.next(), expires);
    }

    private static String card(TownCsv holder, String expires) {
        String card =
                reader.issue(holder.person(), Map.of("expires", expires))
                        .path("card_id")
                        .asString();
        assertThat(reader.visit(card, reader::face, reader::consent).path("verdict").asString())
                .isEqualTo("1");
        return card;
    }

    private static void until(String time) {
        RunningDemo.Ran moved = demo.onshi("sandbox", "clock", "--to", time);
        assertThat(moved.exit()).as(moved.err()).isZero();
    }

    private static JsonNode refused(String code, String card) {
        JsonNode seen = reader.visitByFace(card);
        assertThat(seen.path("refused").asString("")).as(seen.toString()).isEqualTo(code);
        assertThat(seen.path("verdict").isMissingNode()).isTrue();
        assertThat(seen.path("next_step").path("ja").asString()).isNotBlank();
        return seen;
    }

    private static List<String> alerts(JsonNode state) {
        return state.path("alerts")
                .valueStream()
                .map(alert -> alert.path("code").asString())
                .toList();
    }
}
