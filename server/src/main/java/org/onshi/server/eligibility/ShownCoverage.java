package org.onshi.server.eligibility;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.CopayPercent;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.server.registry.CopayShare;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.LimitCertificate;
import org.onshi.server.registry.SpecialDiseasePeriod;

/**
 * A coverage as an answer shows it: the registered facts, and which of them apply on the day.
 *
 * @param coverage the registered version
 * @param insurerName 保険者名称, "" for an insurer missing in the master data
 * @param lateStageShare 一部負担金割合 of 後期高齢者医療; empty for every other insurer
 * @param elderlyShare 高齢受給者証 at 70 to 74; empty at any other age and for 後期高齢者医療
 * @param preschool 未就学: under the share of children before school
 * @param limitConsent whether limit data was asked for
 * @param limit 限度額適用認定証等 in force on the day; empty without that flag
 * @param specialDiseases 特定疾病療養受療証 in force on the day; empty unless the patient agreed on the
 *     reader
 * @param alerts what a clerk should know about it
 */
public record ShownCoverage(
        Coverage coverage,
        String insurerName,
        Optional<CopayPercent> lateStageShare,
        Optional<ElderlyShare> elderlyShare,
        boolean preschool,
        boolean limitConsent,
        Optional<LimitCertificate> limit,
        List<SpecialDiseasePeriod> specialDiseases,
        List<Alert> alerts) {
    public ShownCoverage {
        specialDiseases = List.copyOf(specialDiseases);
        alerts = List.copyOf(alerts);
    }

    /**
     * What applies on a day; for a coverage lost by then, on its last day.
     *
     * @param day the day asked for
     */
    static ShownCoverage on(
            Coverage coverage, String insurerName, LocalDate day, boolean limitConsent) {
        return on(coverage, insurerName, day, limitConsent, false);
    }

    /** The same with special diseases, where the patient agreed to them. */
    static ShownCoverage on(
            Coverage coverage,
            String insurerName,
            LocalDate day,
            boolean limitConsent,
            boolean specialDiseaseConsent) {
        LocalDate lived =
                coverage.lostOn()
                        .filter(lost -> !day.isBefore(lost))
                        .map(l -> l.minusDays(1))
                        .orElse(day);
        List<Alert> alerts = new ArrayList<>();
        StatutoryCopay band = StatutoryCopay.on(coverage.birthDate(), lived);
        boolean lateStage = coverage.insurer().kind() == InsurerKind.LATE_STAGE_ELDERLY;
        boolean elderly = !lateStage && band == StatutoryCopay.ELDERLY;
        Optional<CopayShare> share =
                coverage.copay()
                        .filter(it -> within(it.from(), it.to(), lived))
                        .filter(it -> lateStage || elderly);
        if ((lateStage || elderly) && share.isEmpty()) {
            alerts.add(Alert.SHARE_NOT_REGISTERED);
        }
        if (elderly && share.isPresent() && !band.allows(share.get().percent())) {
            alerts.add(Alert.SHARE_UNUSUAL);
        }
        Optional<LimitCertificate> limit = Optional.empty();
        if (limitConsent) {
            limit = coverage.limit().filter(it -> within(it.from(), it.to(), lived));
            if (limit.isEmpty()) {
                alerts.add(
                        coverage.limit().isPresent()
                                ? Alert.LIMIT_NOT_IN_FORCE
                                : Alert.LIMIT_NOT_REGISTERED);
            }
        }
        if (!coverage.lostBy(day)
                && coverage.certificateValidTo().filter(day::isAfter).isPresent()) {
            alerts.add(Alert.CERTIFICATE_EXPIRED);
        }
        if (coverage.lostOn().filter(day::isBefore).isPresent()) {
            alerts.add(Alert.LOSS_AHEAD);
        }
        return new ShownCoverage(
                coverage,
                insurerName,
                share.filter(it -> lateStage).map(CopayShare::percent),
                share.filter(it -> elderly)
                        .map(it ->
                                new ElderlyShare(
                                        it.percent(),
                                        coverage.elderlyIssuedOn(),
                                        it.from(),
                                        it.to())),
                !lateStage && band == StatutoryCopay.PRESCHOOL,
                limitConsent,
                limit,
                specialDiseaseConsent
                        ? coverage.specialDiseases().stream()
                                .filter(it -> within(Optional.of(it.from()), it.to(), lived))
                                .toList()
                        : List.of(),
                alerts);
    }

    private static boolean within(Optional<LocalDate> from, Optional<LocalDate> to, LocalDate day) {
        return from.filter(day::isBefore).isEmpty() && to.filter(day::isAfter).isEmpty();
    }

    /** Ids only: everything else is personal. */
    @Override
    public String toString() {
        return "ShownCoverage[" + coverage + "]";
    }
}
