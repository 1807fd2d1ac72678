package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OQSmuimm02res: what became of each registration of a bulk request in the order it asked, or that
 * it still runs (interface.md §2.6). Its reception is a {@link BulkReception} and its request a
 * {@link BulkResultRequest}, as of a bulk inquiry.
 *
 * @param header SegmentOfResult 1 done, 2 running, 9 failed; with counts when done
 * @param units one a patient
 * @param status ProcessingResultStatus of the message, only on error
 * @param notice ProcessingResultCode and ProcessingResultMessage of the message
 */
public record BulkReferenceNumberResult(
        ResultHeader header, List<Unit> units, Optional<String> status, Optional<Notice> notice) {
    public BulkReferenceNumberResult {
        units = List.copyOf(units);
    }

    /**
     * BulkRegistrationUnit.
     *
     * @param registration ReferenceNumberRegistrationInfo as sent
     * @param status ProcessingResultStatus: 1 registered, 2 not
     * @param notice ProcessingResultCode and ProcessingResultMessage
     */
    public record Unit(Optional<Element> registration, String status, Optional<Notice> notice) {
        /** Registered. */
        public static Unit registered(Element registration) {
            return new Unit(
                    Optional.of(registration), EligibilityResult.STATUS_NORMAL, Optional.empty());
        }

        /** Not registered. */
        public static Unit refused(Element registration, List<FieldFault> faults) {
            return new Unit(
                    Optional.of(registration),
                    EligibilityResult.STATUS_ERROR,
                    Optional.of(Notice.of(faults)));
        }

        static Unit of(Element unit) {
            return new Unit(
                    unit.first(Names.REFERENCE_REGISTRATION),
                    unit.textAt(Names.STATUS).orElse(""),
                    Notice.of(unit));
        }

        Element element() {
            List<Element> children = new ArrayList<>();
            registration.ifPresent(children::add);
            if (!status.isBlank()) {
                children.add(Element.leaf(Names.STATUS, status));
            }
            notice.ifPresent(said -> said.addTo(children));
            return Element.of(Names.BULK_REGISTRATION, children);
        }

        /** What happened, not to whom. */
        @Override
        public String toString() {
            return "Unit[status " + status + "]";
        }
    }

    /**
     * Done.
     *
     * @param echo of the request for the result, completed by {@link RequestEcho#uploadedAs}
     */
    public static BulkReferenceNumberResult done(
            RequestEcho echo, LocalDateTime at, List<Unit> units) {
        int normal =
                (int)
                        units.stream()
                                .filter(it -> it.status().equals(EligibilityResult.STATUS_NORMAL))
                                .count();
        return new BulkReferenceNumberResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL)
                        .counting(new BulkCounts(units.size(), normal, units.size() - normal)),
                units,
                Optional.empty(),
                Optional.empty());
    }

    /** 処理中: ask again later. */
    public static BulkReferenceNumberResult running(RequestEcho echo, LocalDateTime at) {
        return new BulkReferenceNumberResult(
                ResultHeader.answering(echo, at, ResultHeader.RUNNING),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Fields are at fault, an unknown reception number included. */
    public static BulkReferenceNumberResult refused(
            RequestEcho echo, LocalDateTime at, List<FieldFault> faults) {
        return new BulkReferenceNumberResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                List.of(),
                Optional.of(EligibilityResult.STATUS_ERROR),
                Optional.of(Notice.of(faults)));
    }

    /** Reads the message. */
    public static BulkReferenceNumberResult of(Element root) {
        Element body = root.first(Names.BODY).orElse(Element.of(Names.BODY));
        return new BulkReferenceNumberResult(
                ResultHeader.of(root),
                body.all(Names.BULK_REGISTRATION).stream().map(Unit::of).toList(),
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
