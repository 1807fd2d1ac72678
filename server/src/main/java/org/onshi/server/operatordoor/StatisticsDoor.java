package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import org.onshi.server.medicalinfo.MedicalInformation;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Counts for the operating body; none is about a person. */
@RestController
@Tag(name = "statistics", description = "集計。")
class StatisticsDoor {
    /** Characters in one answer. */
    private static final int CHARACTERS_MAX = 100;

    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final MedicalInformation information;
    private final Registry registry;

    StatisticsDoor(MedicalInformation information, Registry registry) {
        this.information = information;
        this.registry = registry;
    }

    @Operation(
            summary = "医療情報の閲覧件数 / Views of medical information by kind and type of facility",
            description =
                    "from から to の前日まで（日本の日付）。CSV: kind,facility_type,views。監査ログの集計と一致します。 / On the"
                            + " days [from, to), as the audit log has them.")
    @GetMapping(path = "/operator/view-counts", produces = CSV_UTF8)
    byte[] views(
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {
        if (!from.isBefore(to)) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "to");
        }
        StringBuilder csv = new StringBuilder("kind,facility_type,views\n");
        information
                .views(from, to)
                .forEach(it ->
                        csv.append(it.kind())
                                .append(',')
                                .append(it.facilityType())
                                .append(',')
                                .append(it.views())
                                .append('\n'));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Operation(
            summary = "●で表示される文字 / Characters that are shown as ●",
            description =
                    "氏名にあり Shift_JIS で書けない文字、多い順に 100 まで。CSV:"
                            + " character,code_point,coverages。全件を読みます。 / Characters of names that"
                            + " Shift_JIS cannot write, the most frequent first, at most 100; reads"
                            + " every coverage.")
    @GetMapping(path = "/operator/unwritable-characters", produces = CSV_UTF8)
    byte[] characters() {
        StringBuilder csv = new StringBuilder("character,code_point,coverages\n");
        registry.unwritableCharacters(CHARACTERS_MAX)
                .forEach(it ->
                        csv.append(it.character())
                                .append(",U+")
                                .append(
                                        Integer.toHexString(it.character().codePointAt(0))
                                                .toUpperCase(Locale.ROOT))
                                .append(',')
                                .append(it.coverages())
                                .append('\n'));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
