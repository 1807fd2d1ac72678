package org.onshi.server.operatordoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.callers.Caller;
import org.onshi.server.medicalinfo.Loaded;
import org.onshi.server.medicalinfo.MedicalRecords;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ResultRow;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Medical information in, and its viewing stopped (docs/card.md §4). */
@RestController
@Tag(name = "medical information", description = "医療情報の取込みと閲覧停止。")
class MedicalDoor {
    private static final String CSV = "text/csv";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final MedicalRecords records;

    MedicalDoor(MedicalRecords records) {
        this.records = records;
    }

    /**
     * Whose viewing is stopped or allowed again. Absent members are null here, as JSON has it, and
     * nowhere else.
     *
     * @param insurerNumber 保険者番号
     * @param symbol 記号; absent where the insurer has none
     * @param number 番号
     * @param branch 枝番; absent where there is none
     * @param birthDate YYYY-MM-DD
     * @param suspended whether viewing is stopped from now on
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SuspensionRequest(
            String insurerNumber,
            String symbol,
            String number,
            String branch,
            String birthDate,
            Boolean suspended) {
        @Override
        public String toString() {
            return "SuspensionRequest[…]";
        }
    }

    /**
     * What it is now.
     *
     * @param changed false when it was so already
     */
    record SuspensionReply(boolean suspended, boolean changed) {}

    private interface Load {
        void into(ResultRow.Writer answer) throws IOException;
    }

    @Operation(
            summary = "レセプトを取り込む / Load claims",
            description =
                    "UKE ファイル（医科・DPC）。1 件のレセプトが 1 つのトランザクションで、同じものをもう一度送っても変わりません。 / A UKE"
                            + " file. One claim is one transaction; sending it again changes"
                            + " nothing.")
    @PostMapping(
            path = "/operator/claims",
            consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
            produces = CSV_UTF8)
    byte[] claims(Caller caller, InputStream body) throws IOException {
        return load(answer -> new MedicalLoad(records, caller, answer).claims(body));
    }

    @Operation(
            summary = "特定健診の結果を取り込む / Load checkup results",
            description =
                    "UTF-8 の CSV:"
                        + " insurer_number,symbol,number,branch,birth_date,date,code,value,unit（code"
                        + " は JLAC10 の 17 桁）。 / CSV in UTF-8; code is JLAC10.")
    @PostMapping(path = "/operator/checkups", consumes = CSV, produces = CSV_UTF8)
    byte[] checkups(Caller caller, InputStream body) throws IOException {
        return load(answer -> new MedicalLoad(records, caller, answer).checkups(body));
    }

    @Operation(
            summary = "医薬品・診療行為の名称を登録する / Name codes of claims",
            description = "UTF-8 の CSV: code,name,unit,generic。 / CSV in UTF-8.")
    @PostMapping(path = "/operator/medicines", consumes = CSV, produces = CSV_UTF8)
    byte[] medicines(Caller caller, InputStream body) throws IOException {
        return load(answer -> new MedicalLoad(records, caller, answer).medicines(body));
    }

    @Operation(summary = "閲覧を停止・再開する / Stop or allow the viewing of somebody's information")
    @PostMapping(
            path = "/operator/viewing-suspensions",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    SuspensionReply suspension(Caller caller, @RequestBody SuspensionRequest request) {
        if (request.suspended() == null) {
            throw new Fault(FaultCode.FIELD_MISSING, "suspended");
        }
        Loaded done =
                records.suspension(
                        new ClaimedInsurerNumber(needed("insurer_number", request.insurerNumber())),
                        new InsuredIdentifier(
                                given(request.symbol()).orElse(""),
                                needed("number", request.number()),
                                given(request.branch()).orElse("")),
                        birthDate(request),
                        request.suspended(),
                        caller.auditName());
        if (done == Loaded.UNMATCHED) {
            throw new Fault(FaultCode.INSURED_UNKNOWN, "number");
        }
        return new SuspensionReply(request.suspended(), done != Loaded.UNCHANGED);
    }

    private static LocalDate birthDate(SuspensionRequest request) {
        String text = needed("birth_date", request.birthDate());
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            // without its cause, whose message repeats what was written
            throw new Fault(FaultCode.DATE_MALFORMED, "birth_date");
        }
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
    }

    private static String needed(String field, String text) {
        return given(text).orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, field));
    }

    private static byte[] load(Load load) throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (ResultRow.Writer answer = ResultRow.write(csv)) {
            load.into(answer);
        }
        return csv.toByteArray();
    }
}
