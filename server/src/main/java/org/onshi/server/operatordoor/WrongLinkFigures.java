package org.onshi.server.operatordoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.SeenCase;
import org.onshi.server.corrections.WrongLinkReports;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Wrong links by insurer, their publication, and what is to be reported to the authority
 * (requirements J-01, J-02, J-09); nobody is named.
 */
@RestController
@Tag(name = "wrong links", description = "紐付け誤りの集計と公表。")
class WrongLinkFigures {
    /** Cases in one answer. */
    private static final int PAGE_MAX = 100;

    /** Months in one answer. */
    private static final int MONTHS_MAX = 12;

    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final String HEADER =
            "insurer_number,found_in,detected,confirmed,looked_up,viewed,corrected,published\n";

    private final WrongLinkReports reports;
    private final InstantSource clock;

    WrongLinkFigures(WrongLinkReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** How many cases were made public. */
    record Published(int cases) {}

    @Operation(
            summary = "保険者と発見した月ごとの紐付け誤り / Wrong links by insurer and month found",
            description =
                    "from から to まで（YYYY-MM、日本時間、12 か月まで）。指定がなければ今月までの 12 か月。CSV:"
                        + " insurer_number,found_in（YYYY-MM）,detected,confirmed,looked_up,viewed,corrected,published。"
                        + " / From one month to another, twelve at most, those up to this month"
                        + " unless said. confirmed and what follows count links that were wrong"
                        + " indeed, in the month in which they were found.")
    @GetMapping(path = "/operator/wrong-link-figures", produces = CSV_UTF8)
    byte[] figures(@RequestParam Optional<YearMonth> from, @RequestParam Optional<YearMonth> to) {
        YearMonth last =
                to.orElseGet(() ->
                        YearMonth.from(LocalDate.ofInstant(clock.instant(), SharedClock.ZONE)));
        YearMonth first = from.orElse(last.minusMonths(MONTHS_MAX - 1L));
        if (first.isAfter(last) || first.plusMonths(MONTHS_MAX).compareTo(last) <= 0) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "from");
        }
        StringBuilder csv = new StringBuilder(HEADER);
        reports.counts(first, last)
                .forEach(it ->
                        csv.append(it.insurer().digits())
                                .append(',')
                                .append(it.foundIn())
                                .append(',')
                                .append(it.detected())
                                .append(',')
                                .append(it.confirmed())
                                .append(',')
                                .append(it.lookedUp())
                                .append(',')
                                .append(it.viewed())
                                .append(',')
                                .append(it.corrected())
                                .append(',')
                                .append(it.published())
                                .append('\n'));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Reports(List<Report> reports, Optional<UUID> next) {}

    /** One case whose data were seen by others. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Report(
            @JsonProperty("wrong_link_id") UUID wrongLinkId,
            @JsonProperty("insurer_number") String insurerNumber,
            String source,
            @JsonProperty("linked_at") Instant linkedAt,
            @JsonProperty("detected_at") Instant detectedAt,
            int looks,
            @JsonProperty("medical_looks") int medicalLooks,
            int facilities,
            @JsonProperty("first_look_at") Instant firstLookAt,
            @JsonProperty("last_look_at") Instant lastLookAt,
            @JsonProperty("decided_at") Instant decidedAt,
            @JsonProperty("corrected_at") Optional<Instant> correctedAt,
            Optional<String> told,
            @JsonProperty("published_at") Optional<Instant> publishedAt) {
        static Report of(SeenCase seen) {
            return new Report(
                    seen.wrongLinkId(),
                    seen.insurer().digits(),
                    seen.source().name(),
                    seen.linkedAt(),
                    seen.detectedAt(),
                    seen.looks(),
                    seen.medicalLooks(),
                    seen.facilities(),
                    seen.firstLookAt(),
                    seen.lastLookAt(),
                    seen.decidedAt(),
                    seen.correctedAt(),
                    seen.told().map(Enum::name),
                    seen.publishedAt());
        }
    }

    @Operation(
            summary = "情報が他の人に見られた紐付け誤り / Wrong links whose data were seen by others",
            description =
                    "個人情報保護委員会への報告のために。発見の古い順に 100 件まで、続きは next を after に。個人は特定しません。 / For the"
                            + " report to the authority (J-09): 100 at a time, the earliest"
                            + " found first; send next as after for more. Names nobody.")
    @GetMapping(path = "/operator/wrong-link-reports", produces = MediaType.APPLICATION_JSON_VALUE)
    Reports reports(Caller caller, @RequestParam Optional<UUID> after) {
        List<SeenCase> found = reports.seen(after, PAGE_MAX + 1, caller.auditName());
        List<SeenCase> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        return new Reports(
                page.stream().map(Report::of).toList(),
                found.size() > PAGE_MAX
                        ? Optional.of(page.getLast().wrongLinkId())
                        : Optional.empty());
    }

    @Operation(
            summary = "訂正済みのものを公表済みにする / Make public what was corrected before an instant",
            description = "取り消せません。 / Cannot be undone.")
    @PostMapping(
            path = "/operator/wrong-link-publications",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Published publish(
            Caller caller,
            @RequestParam("corrected_before") @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME)
                    Instant correctedBefore) {
        return new Published(reports.publish(correctedBefore, caller.auditName()));
    }
}
