package org.onshi.terminal;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.wire.Element;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MedicalResult;
import org.onshi.wire.MessageFamily;
import org.onshi.wire.Notice;
import org.onshi.wire.ReferenceNumberRegistration;
import org.onshi.wire.RequestEcho;

/**
 * Answers the terminal gives by itself, in the form of the request's family, with everything echoed
 * that a receipt computer finds its request by (interface.md §1.4).
 */
final class ErrorAnswer {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final String HEADER = "MessageHeader";
    private static final String BODY = "MessageBody";
    private static final String NORMAL = "1";
    private static final String ABNORMAL = "9";
    private static final String ERROR = "2";

    private final MessageFamily family;
    private final Element request;
    private final LocalDateTime at;

    ErrorAnswer(MessageFamily family, Element request, LocalDateTime at) {
        this.family = family;
        this.request = request;
        this.at = at;
    }

    /** The check could not be made: SegmentOfResult 9. */
    Element failed(FaultCode code) {
        return of(ABNORMAL, code.code(), code.message(""));
    }

    /** The central system refused the request: processed, with an error status. */
    Element refused(String code, String message) {
        return of(NORMAL, code, message);
    }

    private Element of(String segment, String code, String message) {
        if (family.medical()) {
            // these families have their own words for it (interface.md §2.7, §2.8)
            return MedicalResult.refused(RequestEcho.of(request), new Notice(code, message));
        }
        List<Element> header = new ArrayList<>();
        header.add(Element.leaf("ProcessExecutionTime", SECONDS.format(at)));
        echo(HEADER, "QualificationConfirmationDate").ifPresent(header::add);
        echo(HEADER, "MedicalInstitutionCode").ifPresent(header::add);
        echo(HEADER, "ArbitraryFileIdentifier").ifPresent(header::add);
        if (family.download()) {
            echo(BODY, "ReceptionNumber").ifPresent(header::add);
        }
        if (family == MessageFamily.ELIGIBILITY) {
            header.add(Element.leaf("ReferenceClassification", "2"));
        }
        header.add(Element.leaf("SegmentOfResult", segment));
        if (!segment.equals(NORMAL)) {
            header.add(Element.leaf("ErrorCode", code));
            header.add(Element.leaf("ErrorMessage", message));
        }
        header.add(Element.leaf("CharacterCodeIdentifier", "0"));
        return Element.of(
                Element.ROOT, Element.of(HEADER, header), Element.of(BODY, body(code, message)));
    }

    private List<Element> body(String code, String message) {
        List<Element> body = new ArrayList<>();
        if (!family.bulk()) {
            request.at(BODY, "QualificationConfirmSearchInfo").ifPresent(body::add);
            ReferenceNumberRegistration.echoOf(request).ifPresent(body::add);
        }
        body.add(Element.leaf("ProcessingResultStatus", ERROR));
        body.add(Element.leaf("ProcessingResultCode", code));
        body.add(Element.leaf("ProcessingResultMessage", message));
        return body;
    }

    /** As the request wrote it, entities and all; nothing when it is no plain text. */
    private Optional<Element> echo(String part, String name) {
        return request.at(part, name).filter(leaf -> leaf.children().isEmpty());
    }
}
