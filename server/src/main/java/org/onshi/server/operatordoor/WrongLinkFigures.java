package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.WrongLinks;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Wrong links by insurer, and their publication (requirements J-01, J-02); nobody is named. */
@RestController
@Tag(name = "wrong links", description = "紐付け誤りの集計と公表。")
class WrongLinkFigures {
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";
    private static final String HEADER =
            "insurer_number,detected,confirmed,looked_up,viewed,corrected,published\n";

    private final WrongLinks wrongLinks;

    WrongLinkFigures(WrongLinks wrongLinks) {
        this.wrongLinks = wrongLinks;
    }

    /** How many cases were made public. */
    record Published(int cases) {}

    @Operation(
            summary = "保険者ごとの紐付け誤り / Wrong links by insurer",
            description =
                    "CSV: insurer_number,detected,confirmed,looked_up,viewed,corrected,published。 /"
                            + " confirmed and what follows count links that were wrong indeed.")
    @GetMapping(path = "/operator/wrong-link-figures", produces = CSV_UTF8)
    byte[] figures() {
        StringBuilder csv = new StringBuilder(HEADER);
        wrongLinks
                .counts()
                .forEach(it ->
                        csv.append(it.insurer().digits())
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
        return new Published(wrongLinks.publish(correctedBefore, caller.auditName()));
    }
}
