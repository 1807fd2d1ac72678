package org.onshi.wire;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OQSsiimm01res: whether a reference number was registered (interface.md §2.5). Strict clients want
 * each header element and ReferenceNumber exactly once, and no result code on success.
 *
 * @param header who asked and how it went
 * @param registration ReferenceNumberRegistrationInfo as sent
 * @param status ProcessingResultStatus: 1 registered, 2 not
 * @param notice ProcessingResultCode and ProcessingResultMessage
 */
public record ReferenceNumberResult(
        ResultHeader header,
        Optional<Element> registration,
        String status,
        Optional<Notice> notice) {
    /**
     * Registered.
     *
     * @param registration from {@link ReferenceNumberRegistration#echo}
     */
    public static ReferenceNumberResult registered(
            RequestEcho echo, LocalDateTime at, Element registration) {
        return new ReferenceNumberResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                Optional.of(registration),
                EligibilityResult.STATUS_NORMAL,
                Optional.empty());
    }

    /**
     * Not registered: fields are at fault, name nobody or several people, or the number is taken.
     *
     * @param registration from {@link ReferenceNumberRegistration#echoOf}
     */
    public static ReferenceNumberResult refused(
            RequestEcho echo,
            LocalDateTime at,
            Optional<Element> registration,
            List<FieldFault> faults) {
        return new ReferenceNumberResult(
                ResultHeader.answering(echo, at, ResultHeader.NORMAL),
                registration,
                EligibilityResult.STATUS_ERROR,
                Optional.of(Notice.of(faults)));
    }

    /** Reads the message. */
    public static ReferenceNumberResult of(Element root) {
        Element body = root.first(Names.BODY).orElse(Element.of(Names.BODY));
        return new ReferenceNumberResult(
                ResultHeader.of(root),
                body.first(Names.REFERENCE_REGISTRATION),
                body.textAt(Names.STATUS).orElse(""),
                Notice.of(body));
    }

    /** The message. */
    public Element toElement() {
        List<Element> body = new ArrayList<>();
        registration.ifPresent(body::add);
        if (!status.isBlank()) {
            body.add(Element.leaf(Names.STATUS, status));
        }
        notice.ifPresent(said -> said.addTo(body));
        return Element.of(Element.ROOT, header.element(), Element.of(Names.BODY, body));
    }

    /** What happened, not to whom. */
    @Override
    public String toString() {
        return "ReferenceNumberResult[status " + status + "]";
    }
}
