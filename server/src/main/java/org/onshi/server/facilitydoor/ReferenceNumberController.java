package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.BulkReferenceNumbers;
import org.onshi.server.eligibility.ReferenceNumbers;
import org.onshi.server.identity.Presence;
import org.onshi.server.identity.Presences;
import org.onshi.wire.BulkReferenceNumberRequest;
import org.onshi.wire.BulkReferenceNumberResult;
import org.onshi.wire.BulkResultRequest;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.FieldFault;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.onshi.wire.ReferenceNumberRegistration;
import org.onshi.wire.ReferenceNumberRequest;
import org.onshi.wire.ReferenceNumberResult;
import org.onshi.wire.RequestEcho;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * 照会番号 (requirements A-30): a facility's own numbers of its patients, in the messages of the folder
 * link (interface.md §2.5, §2.6) as JSON, and for who is present in a visit.
 */
@RestController
class ReferenceNumberController {
    private static final String FIELD = "reference_number";

    private final ReferenceNumbers references;
    private final BulkReferenceNumbers bulk;
    private final Presences presences;
    private final OwnName ownName;
    private final BulkAnswers answers;

    ReferenceNumberController(
            ReferenceNumbers references,
            BulkReferenceNumbers bulk,
            Presences presences,
            OwnName ownName,
            InstantSource clock) {
        this.references = references;
        this.bulk = bulk;
        this.presences = presences;
        this.ownName = ownName;
        this.answers = new BulkAnswers(clock);
    }

    /**
     * The number of who is present.
     *
     * @param referenceNumber 1 to 50 characters; null when left out
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record PresentNumber(String referenceNumber) {
        @Override
        public String toString() {
            return "PresentNumber[…]";
        }
    }

    @Operation(summary = "照会番号登録 / Register a number: {\"XmlMsg\":{…}} of OQSsiimm01req")
    @PostMapping(path = "/facility/reference-numbers", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> register(
            Caller caller,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody byte[] body) {
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        Element root = JsonMessage.read(body);
        RequestEcho echo = RequestEcho.of(root);
        ownName.require(echo.facilityCode(), caller);
        Optional<Element> sent = ReferenceNumberRegistration.echoOf(root);
        ReferenceNumberResult result =
                switch (ReferenceNumberRequest.parse(root)) {
                    case Parsed.Good<ReferenceNumberRequest>(ReferenceNumberRequest request) -> {
                        ReferenceNumbers.Outcome outcome =
                                references.register(
                                        OwnName.of(caller), request.registration(), idempotencyKey);
                        LocalDateTime at = Results.time(outcome.at());
                        yield outcome.refused()
                                .map(code ->
                                        ReferenceNumberResult.refused(
                                                echo,
                                                at,
                                                sent,
                                                List.of(new FieldFault(outcome.field(), code))))
                                .orElseGet(() ->
                                        ReferenceNumberResult.registered(
                                                echo, at, request.registration().asSent()));
                    }
                    case Parsed.Faulty<ReferenceNumberRequest> faulty ->
                            ReferenceNumberResult.refused(
                                    echo, answers.now(), sent, faulty.faults());
                };
        return BulkAnswers.message(result.toElement());
    }

    @Operation(summary = "照会番号一括登録の受付 / Take many numbers: {\"XmlMsg\":{…}} of OQSmuimm01req")
    @PostMapping(
            path = "/facility/bulk-reference-numbers",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> take(
            Caller caller,
            @RequestHeader(IdempotencyKey.HEADER) Optional<String> key,
            @RequestBody byte[] body) {
        Optional<UUID> idempotencyKey = IdempotencyKey.of(key);
        Element root = JsonMessage.read(body);
        RequestEcho echo = RequestEcho.of(root);
        ownName.require(echo.facilityCode(), caller);
        return answers.reception(
                echo,
                BulkReferenceNumberRequest.parse(root),
                request -> bulk.take(OwnName.of(caller), root, request, idempotencyKey));
    }

    @Operation(summary = "照会番号一括登録の結果 / What became of them: {\"XmlMsg\":{…}} of OQSmuimm02req")
    @PostMapping(
            path = "/facility/bulk-reference-numbers/result",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> result(Caller caller, @RequestBody byte[] body) {
        Element root = JsonMessage.read(body);
        RequestEcho echo = RequestEcho.of(root);
        ownName.require(echo.facilityCode(), caller);
        BulkReferenceNumberResult result =
                switch (BulkResultRequest.parse(root)) {
                    case Parsed.Good<BulkResultRequest>(BulkResultRequest request) ->
                            result(caller, echo, request);
                    case Parsed.Faulty<BulkResultRequest> faulty ->
                            BulkReferenceNumberResult.refused(echo, answers.now(), faulty.faults());
                };
        return BulkAnswers.message(result.toElement());
    }

    @Operation(summary = "受付中の患者の照会番号 / Register the number of who is present")
    @PostMapping(
            path = "/facility/visits/{visit_id}/reference-number",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void registerPresent(
            Caller caller,
            @PathVariable("visit_id") UUID visitId,
            @RequestBody PresentNumber request) {
        Presence presence =
                presences.require(visitId, OwnName.of(caller), caller.terminal().orElse(""));
        UUID person = presence.person().orElseThrow(() -> new Fault(FaultCode.CARD_NOT_REGISTERED));
        references.register(OwnName.of(caller), person, number(request.referenceNumber()));
    }

    private static String number(String sent) {
        String number = Optional.ofNullable(sent).orElse("").strip();
        if (number.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, FIELD);
        }
        if (number.length() > ReferenceNumberRegistration.NUMBER_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, FIELD);
        }
        if (number.chars().anyMatch(Character::isISOControl)) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, FIELD);
        }
        return number;
    }

    private BulkReferenceNumberResult result(
            Caller caller, RequestEcho echo, BulkResultRequest request) {
        return switch (bulk.state(OwnName.of(caller), request.receptionNumber().text())) {
            case BulkReferenceNumbers.State.NotFound none ->
                    BulkReferenceNumberResult.refused(echo, answers.now(), BulkAnswers.unknown());
            case BulkReferenceNumbers.State.Running running ->
                    BulkReferenceNumberResult.running(echo, answers.now());
            case BulkReferenceNumbers.State.Done done -> {
                yield BulkReferenceNumberResult.done(
                        BulkAnswers.uploaded(echo, done.upload()),
                        Results.time(done.finishedAt()),
                        done.rows().stream().map(ReferenceNumberController::unit).toList());
            }
        };
    }

    private static BulkReferenceNumberResult.Unit unit(BulkReferenceNumbers.Row row) {
        return switch (row.unit()) {
            case BulkReferenceNumberRequest.Unit.Faulty(Element asSent, List<FieldFault> faults) ->
                    BulkReferenceNumberResult.Unit.refused(asSent, faults);
            case BulkReferenceNumberRequest.Unit.Good good -> {
                ReferenceNumbers.Outcome outcome = row.outcome().orElseThrow();
                yield outcome.refused()
                        .map(code ->
                                BulkReferenceNumberResult.Unit.refused(
                                        good.asSent(),
                                        List.of(new FieldFault(outcome.field(), code))))
                        .orElseGet(() -> BulkReferenceNumberResult.Unit.registered(good.asSent()));
            }
        };
    }
}
