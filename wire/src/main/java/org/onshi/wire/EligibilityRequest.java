package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * OQSsiquc01req, 資格確認要求: is this person insured there on that day (interface.md §2.1).
 *
 * @param header who asks about which day
 * @param search whom they ask about
 */
public record EligibilityRequest(RequestHeader header, SearchKey search) {
    /** Judges a readable message. Never throws: what is wrong is returned, field by field. */
    public static Parsed<EligibilityRequest> parse(Element root) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<RequestHeader> header = RequestHeader.read(root, faults);
        Optional<SearchKey> search =
                RequestHeader.only(root, Names.BODY, faults)
                        .flatMap(body -> RequestHeader.only(body, Names.SEARCH, faults))
                        .flatMap(element -> SearchKey.read(element, faults));
        if (!faults.isEmpty() || header.isEmpty() || search.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        return new Parsed.Good<>(new EligibilityRequest(header.get(), search.get()));
    }

    /** The message. */
    public Element toElement() {
        return Element.of(Element.ROOT, header.element(), Element.of(Names.BODY, search.asSent()));
    }

    /** What an answer repeats of it. */
    public RequestEcho echo() {
        return RequestEcho.of(toElement());
    }
}
