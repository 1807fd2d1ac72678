package org.onshi.server.facilitydoor;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Function;
import org.onshi.server.eligibility.BulkChecks;
import org.onshi.wire.BulkReception;
import org.onshi.wire.Echoed;
import org.onshi.wire.Element;
import org.onshi.wire.FaultCode;
import org.onshi.wire.FieldFault;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.Parsed;
import org.onshi.wire.RequestEcho;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * What the answers to everything that is asked in bulk have in common (interface.md §2.4, §2.6).
 */
final class BulkAnswers {
    private final InstantSource clock;

    BulkAnswers(InstantSource clock) {
        this.clock = clock;
    }

    /** The reception of a request that was taken, or what is wrong with it. */
    <R> ResponseEntity<byte[]> reception(
            RequestEcho echo, Parsed<R> parsed, Function<R, BulkChecks.Taken> taking) {
        BulkReception reception =
                switch (parsed) {
                    case Parsed.Good<R>(R request) -> {
                        BulkChecks.Taken taken = taking.apply(request);
                        yield BulkReception.taken(
                                echo, Results.time(taken.receivedAt()), taken.receptionNumber());
                    }
                    case Parsed.Faulty<R> faulty ->
                            BulkReception.refused(faulty.echo(), now(), faulty.faults());
                };
        return message(reception.toElement());
    }

    /** A reception number nobody got, or another facility did. */
    static List<FieldFault> unknown() {
        return List.of(new FieldFault("ReceptionNumber", FaultCode.RECEPTION_NUMBER_UNKNOWN));
    }

    /** What is asked now, with what was uploaded then. */
    static RequestEcho uploaded(RequestEcho echo, Element uploaded) {
        RequestEcho upload = RequestEcho.of(uploaded);
        return echo.uploadedAs(
                upload.confirmationDate(), upload.fileIdentifier().map(Echoed::text));
    }

    LocalDateTime now() {
        return Results.time(clock.instant());
    }

    /** A message as JSON. */
    static ResponseEntity<byte[]> message(Element root) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMessage.bytes(root));
    }
}
