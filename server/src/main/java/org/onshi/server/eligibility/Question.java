package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.identity.Companion;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.wire.SharedClock;

/**
 * A question by number: the four things on a card, and the day.
 *
 * @param facility who asks
 * @param insurer as written on the card, with its doubts
 * @param identifier as written on the card; an empty branch asks for any branch (requirements A-39)
 * @param birthDate must be equal to the registered one
 * @param day the day asked for (資格確認日) as the caller wrote it; empty means the day of the check
 * @param knownAt answer as known at this instant; empty, or later than now, means as known now
 * @param limitConsent whether limit data is asked for (LimitApplicationCertificateRelatedConsFlg 1)
 * @param companion who came along or in the patient's place, as the clerk says; recorded
 *     (requirements A-27)
 */
public record Question(
        FacilityCode facility,
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        Optional<LocalDate> day,
        Optional<Instant> knownAt,
        boolean limitConsent,
        Optional<Companion> companion) {
    /** A question in which nobody speaks of a companion. */
    public Question(
            FacilityCode facility,
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Optional<LocalDate> day,
            Optional<Instant> knownAt,
            boolean limitConsent) {
        this(
                facility,
                insurer,
                identifier,
                birthDate,
                day,
                knownAt,
                limitConsent,
                Optional.empty());
    }

    /** The day an answer given at this instant is for. */
    LocalDate dayAt(Instant checkedAt) {
        return day.orElseGet(() -> LocalDate.ofInstant(checkedAt, SharedClock.ZONE));
    }

    /**
     * All that was asked, as bytes that no other question has: each part stands behind its length.
     * What the caller left out stays left out, so that a question without a day is the same after
     * midnight. The check's id makes the same question another content in every check.
     */
    byte[] canonical(UUID checkId, Channel channel) {
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                checkId.toString(),
                                channel.code(),
                                facility.digits(),
                                insurer.trimmed(),
                                identifier.symbol(),
                                identifier.number(),
                                identifier.branch(),
                                birthDate.toString(),
                                day.map(LocalDate::toString).orElse(""),
                                knownAt.map(Instant::toString).orElse(""),
                                Boolean.toString(limitConsent)));
        companion.map(Companion::name).ifPresent(parts::add);
        return KeyedDigest.content(parts);
    }

    @Override
    public String toString() {
        return "Question[of "
                + facility.digits()
                + " for "
                + day.map(LocalDate::toString).orElse("today")
                + "]";
    }
}
