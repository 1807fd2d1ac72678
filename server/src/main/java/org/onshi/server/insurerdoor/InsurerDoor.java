package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.RegistrationStatus;
import org.onshi.server.registry.Registrations;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.ResultRow;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Registration files (contracts §3): received as a stream, worked through by the registry, their
 * result handed out as a stream.
 */
@RestController
@Tag(name = "registrations", description = "資格登録ファイル。")
class InsurerDoor {
    private static final String CSV = "text/csv";
    private static final String CSV_UTF8 = "text/csv;charset=UTF-8";

    private final RegistrationReception reception;
    private final Registrations registrations;

    InsurerDoor(RegistrationReception reception, Registrations registrations) {
        this.reception = reception;
        this.registrations = registrations;
    }

    /** A file has been taken in. */
    record Received(@JsonProperty("registration_id") UUID registrationId, String state) {}

    /**
     * How far a file is; with what keeps it from going on, where there is such a thing.
     *
     * @param rowsClearing rows that take away a ratio or a limit class
     * @param failureCode as in docs/error-codes.md
     * @param failureMessage what it means and the mend, Japanese then English
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Progress(
            @JsonProperty("registration_id") UUID registrationId,
            String state,
            @JsonProperty("rows_total") long rowsTotal,
            @JsonProperty("rows_done") long rowsDone,
            long accepted,
            long pending,
            long rejected,
            @JsonProperty("rows_clearing") long rowsClearing,
            @JsonProperty("failure_code") Optional<String> failureCode,
            @JsonProperty("failure_message") Optional<String> failureMessage) {}

    @Operation(
            summary = "資格登録ファイルを送る / Send a registration file",
            description =
                    "UTF-8 の CSV（docs/registration.md）。見出しに誤りがあれば何も登録されません。同じファイルをもう一度送っても変わりません。 /"
                            + " CSV in UTF-8. With a wrong header nothing is taken; sending a file"
                            + " again changes nothing.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(mediaType = CSV, schema = @Schema(type = "string"))))
    @ApiResponse(responseCode = "202", description = "受け付けた / taken in")
    @PostMapping(
            path = "/insurer/registrations",
            consumes = CSV,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Received receive(Caller caller, InputStream body) throws IOException {
        UUID id = reception.receive(number(caller), body);
        return new Received(id, RegistrationStatus.State.RECEIVED.name());
    }

    @Operation(
            summary = "処理の進み具合 / How far a file is",
            description =
                    "state は RECEIVED, PROCESSING, DONE, FAILED。FAILED では途中の行から先が NOT_PROCESSED です。"
                            + " / With FAILED, every row from some row on is NOT_PROCESSED.")
    @GetMapping(path = "/insurer/registrations/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    Progress progress(Caller caller, @PathVariable UUID id) {
        RegistrationStatus status = status(number(caller), id);
        return new Progress(
                id,
                status.state().name(),
                status.rowsTotal(),
                status.rowsDone(),
                status.accepted(),
                status.pending(),
                status.rejected(),
                status.rowsClearing(),
                status.hindrance().map(FaultCode::code),
                status.hindrance().map(code -> code.message("")));
    }

    @Operation(summary = "行ごとの結果 / The result of every row: line,status,code,message")
    @ApiResponse(
            responseCode = "200",
            description =
                    "処理が終わったファイルの結果。住民登録側の応答や確認を待つファイルでは、まだの行は"
                        + " PENDING（AWAITING_REGISTER、AWAITING_CONFIRMATION）。それより前は 409 / of a file"
                        + " worked through, or of one that waits for the resident register or to be"
                        + " confirmed, whose rows without a result are PENDING AWAITING_REGISTER or"
                        + " AWAITING_CONFIRMATION; 409 before",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @GetMapping(path = "/insurer/registrations/{id}/result", produces = CSV_UTF8)
    void result(Caller caller, @PathVariable UUID id, HttpServletResponse response)
            throws IOException {
        result(number(caller), id, response);
    }

    /** The same for the console. */
    void result(InsurerNumber own, UUID id, HttpServletResponse response) throws IOException {
        RegistrationStatus status = status(own, id);
        if (!status.state().ended() && status.rowsWaitAs().isEmpty()) {
            throw new Fault(FaultCode.NOT_YET);
        }
        response.setContentType(CSV_UTF8);
        try (ResultRow.Writer csv = ResultRow.write(new LeftOpen(response.getOutputStream()))) {
            registrations.outcomes(
                    status,
                    row ->
                            csv.row(
                                    new ResultRow(
                                            row.line(),
                                            row.status(),
                                            row.code().name(),
                                            row.message())));
        }
    }

    /**
     * Another insurer's file is not found, as one that never was: whether it exists is not told
     * either.
     */
    private RegistrationStatus status(InsurerNumber own, UUID id) {
        return registrations.status(own, id).orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static InsurerNumber number(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
