package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OQSmuquc02res: the answers of a bulk request in the order it asked, or that it still runs
 * (interface.md §2.3).
 *
 * @param header SegmentOfResult 1 done, 2 running, 9 failed; with counts when done
 * @param units one a person
 * @param status ProcessingResultStatus of the message, only on error
 * @param notice ProcessingResultCode and ProcessingResultMessage of the message
 */
public record BulkResult(
        ResultHeader header,
        List<BulkUnitResult> units,
        Optional<String> status,
        Optional<Notice> notice) {
    public BulkResult {
        units = List.copyOf(units);
    }

    /**
     * Done.
     *
     * @param echo of the request for the result, completed by {@link RequestEcho#uploadedAs}
     */
    public static BulkResult done(RequestEcho echo, LocalDateTime at, List<BulkUnitResult> units) {
        int normal = (int) units.stream().filter(BulkUnitResult::normal).count();
        return new BulkResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL)
                        .counting(new BulkCounts(units.size(), normal, units.size() - normal)),
                units,
                Optional.empty(),
                Optional.empty());
    }

    /** 処理中: ask again later. */
    public static BulkResult running(RequestEcho echo, LocalDateTime at) {
        return new BulkResult(
                ResultHeader.answering(echo, at, ResultHeader.RUNNING),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Fields are at fault, an unknown reception number included. */
    public static BulkResult refused(RequestEcho echo, LocalDateTime at, List<FieldFault> faults) {
        return new BulkResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                List.of(),
                Optional.of(EligibilityResult.STATUS_ERROR),
                Optional.of(Notice.of(faults)));
    }

    /** It could not be done: SegmentOfResult 9. */
    public static BulkResult failed(RequestEcho echo, LocalDateTime at, FaultCode code) {
        return new BulkResult(
                ResultHeader.answering(echo, at, ResultHeader.FAILED).failing(code),
                List.of(),
                Optional.of(EligibilityResult.STATUS_ERROR),
                Optional.of(Notice.of(code, "")));
    }

    /** Reads the message. */
    public static BulkResult of(Element root) {
        Element body = root.first(Names.BODY).orElse(Element.of(Names.BODY));
        return new BulkResult(
                ResultHeader.of(root),
                body.all(Names.BULK_UNIT).stream().map(BulkUnitResult::of).toList(),
                body.textAt(Names.STATUS),
                Notice.of(body));
    }

    /** The message. */
    public Element toElement() {
        List<Element> body = new ArrayList<>();
        status.ifPresent(text -> body.add(Element.leaf(Names.STATUS, text)));
        notice.ifPresent(said -> said.addTo(body));
        units.forEach(unit -> body.add(unit.element()));
        return Element.of(Element.ROOT, header.element(), Element.of(Names.BODY, body));
    }
}
