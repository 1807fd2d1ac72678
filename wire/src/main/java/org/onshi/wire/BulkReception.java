package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OQSmuquc01res: a bulk request was taken, under this number (interface.md §2.3).
 *
 * @param header who asked and how it went
 * @param receptionNumber to ask for the result with; absent when it was not taken
 * @param status ProcessingResultStatus; absent when all is well, as strict clients want it
 * @param notice ProcessingResultCode and ProcessingResultMessage
 */
public record BulkReception(
        ResultHeader header,
        Optional<String> receptionNumber,
        Optional<String> status,
        Optional<Notice> notice) {
    /** Taken. */
    public static BulkReception taken(RequestEcho echo, LocalDateTime at, String receptionNumber) {
        return new BulkReception(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                Optional.of(receptionNumber),
                Optional.empty(),
                Optional.empty());
    }

    /** Not taken: fields are at fault. */
    public static BulkReception refused(
            RequestEcho echo, LocalDateTime at, List<FieldFault> faults) {
        return new BulkReception(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                Optional.empty(),
                Optional.of(EligibilityResult.STATUS_ERROR),
                Optional.of(Notice.of(faults)));
    }

    /** Not taken: it could not be. SegmentOfResult 9. */
    public static BulkReception failed(RequestEcho echo, LocalDateTime at, FaultCode code) {
        return new BulkReception(
                ResultHeader.answering(echo, at, ResultHeader.FAILED).failing(code),
                Optional.empty(),
                Optional.of(EligibilityResult.STATUS_ERROR),
                Optional.of(Notice.of(code, "")));
    }

    /** Reads the message. */
    public static BulkReception of(Element root) {
        Element body = root.first(Names.BODY).orElse(Element.of(Names.BODY));
        return new BulkReception(
                ResultHeader.of(root),
                body.textAt(Names.RECEPTION_NUMBER),
                body.textAt(Names.STATUS),
                Notice.of(body));
    }

    /** The message. */
    public Element toElement() {
        List<Element> body = new ArrayList<>();
        receptionNumber.ifPresent(number -> body.add(Element.leaf(Names.RECEPTION_NUMBER, number)));
        status.ifPresent(text -> body.add(Element.leaf(Names.STATUS, text)));
        notice.ifPresent(said -> said.addTo(body));
        return Element.of(Element.ROOT, header.element(), Element.of(Names.BODY, body));
    }
}
