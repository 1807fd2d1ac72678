package org.onshi.server.facilitydoor;

import io.swagger.v3.oas.annotations.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.BulkChecks;
import org.onshi.server.eligibility.BulkOutcome;
import org.onshi.server.eligibility.CheckAnswer;
import org.onshi.wire.BulkRequest;
import org.onshi.wire.BulkResult;
import org.onshi.wire.BulkResultRequest;
import org.onshi.wire.BulkUnit;
import org.onshi.wire.BulkUnitResult;
import org.onshi.wire.Element;
import org.onshi.wire.FieldFault;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.onshi.wire.RequestEcho;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** 一括照会 (requirements A-03) in the messages of the folder link (interface.md §2.3) as JSON. */
@RestController
class BulkController {
    private final BulkChecks bulk;
    private final OwnName ownName;
    private final BulkAnswers answers;

    BulkController(BulkChecks bulk, OwnName ownName, InstantSource clock) {
        this.bulk = bulk;
        this.ownName = ownName;
        this.answers = new BulkAnswers(clock);
    }

    @Operation(summary = "一括照会の受付 / Take a bulk inquiry: {\"XmlMsg\":{…}} of OQSmuquc01req")
    @PostMapping(path = "/facility/bulk-checks", produces = MediaType.APPLICATION_JSON_VALUE)
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
                BulkRequest.parse(root),
                request -> bulk.take(OwnName.of(caller), root, request, idempotencyKey));
    }

    @Operation(
            summary = "一括照会の結果 / The result of a bulk inquiry: {\"XmlMsg\":{…}} of OQSmuquc02req")
    @PostMapping(path = "/facility/bulk-checks/result", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> result(Caller caller, @RequestBody byte[] body) {
        Element root = JsonMessage.read(body);
        ownName.require(RequestEcho.of(root).facilityCode(), caller);
        BulkResult result =
                switch (BulkResultRequest.parse(root)) {
                    case Parsed.Good<BulkResultRequest>(BulkResultRequest request) ->
                            result(caller, RequestEcho.of(root), request);
                    case Parsed.Faulty<BulkResultRequest> faulty ->
                            BulkResult.refused(faulty.echo(), answers.now(), faulty.faults());
                };
        return BulkAnswers.message(result.toElement());
    }

    private BulkResult result(Caller caller, RequestEcho echo, BulkResultRequest request) {
        return switch (bulk.outcome(OwnName.of(caller), request.receptionNumber().text())) {
            case BulkOutcome.NotFound none ->
                    BulkResult.refused(echo, answers.now(), BulkAnswers.unknown());
            case BulkOutcome.Running running -> BulkResult.running(echo, answers.now());
            case BulkOutcome.Done done -> {
                yield BulkResult.done(
                        BulkAnswers.uploaded(echo, done.upload()),
                        Results.time(done.finishedAt()),
                        done.rows().stream().map(BulkController::unit).toList());
            }
        };
    }

    private static BulkUnitResult unit(BulkOutcome.Row row) {
        return switch (row.unit()) {
            case BulkUnit.Faulty(Element asSent, List<FieldFault> faults) ->
                    BulkUnitResult.refused(asSent, faults);
            case BulkUnit.Good good -> {
                CheckAnswer answer = row.answer().orElseThrow();
                yield BulkUnitResult.answered(
                        good.asSent(),
                        answer.verdict(),
                        answer.coverages().stream()
                                .map(shown -> Results.of(shown, answer.checkedAt()))
                                .toList(),
                        answer.referenceNumber());
            }
        };
    }
}
