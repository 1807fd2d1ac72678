package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * OQSsiimm01req, 照会番号登録: a facility's own number of one patient (requirements A-30, interface.md
 * §2.5).
 *
 * @param header who registers
 * @param registration which number for whom
 */
public record ReferenceNumberRequest(
        ReferenceNumberHeader header, ReferenceNumberRegistration registration) {
    /** Judges a readable message. Never throws: what is wrong is returned, field by field. */
    public static Parsed<ReferenceNumberRequest> parse(Element root) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<ReferenceNumberHeader> header = ReferenceNumberHeader.read(root, faults);
        Optional<ReferenceNumberRegistration> registration =
                RequestHeader.only(root, Names.BODY, faults)
                        .flatMap(body ->
                                RequestHeader.only(body, Names.REFERENCE_REGISTRATION, faults))
                        .flatMap(element -> ReferenceNumberRegistration.read(element, faults));
        if (!faults.isEmpty() || header.isEmpty() || registration.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        return new Parsed.Good<>(new ReferenceNumberRequest(header.get(), registration.get()));
    }

    /** The message. */
    public Element toElement() {
        return Element.of(
                Element.ROOT, header.element(), Element.of(Names.BODY, registration.asSent()));
    }
}
