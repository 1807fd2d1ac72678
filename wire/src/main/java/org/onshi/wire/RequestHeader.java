package org.onshi.wire;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;

/**
 * MessageHeader of a request that asks about a day (interface.md §2.1).
 *
 * @param confirmationDate QualificationConfirmationDate, the day asked about
 * @param facility MedicalInstitutionCode, who asks
 * @param fileIdentifier ArbitraryFileIdentifier, echoed
 */
public record RequestHeader(
        LocalDate confirmationDate, FacilityCode facility, Optional<Echoed> fileIdentifier) {
    /** Longer than any client's; echoed whatever it says. */
    private static final int IDENTIFIER_CHARACTERS_MAX = 1000;

    static Optional<RequestHeader> read(Element root, List<FieldFault> faults) {
        Optional<Element> header = only(root, Names.HEADER, faults);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        FieldReading reading = new FieldReading(header.get(), faults);
        Optional<LocalDate> date = reading.neededDate(Names.CONFIRMATION_DATE);
        Optional<FacilityCode> facility = reading.neededFacility(Names.FACILITY_CODE);
        reading.plain(Names.FILE_IDENTIFIER, IDENTIFIER_CHARACTERS_MAX);
        Optional<Echoed> identifier = header.get().first(Names.FILE_IDENTIFIER).map(Echoed::of);
        if (date.isEmpty() || facility.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RequestHeader(date.get(), facility.get(), identifier));
    }

    /** The one branch of this name; missing or repeated is a fault. */
    static Optional<Element> only(Element parent, String name, List<FieldFault> faults) {
        List<Element> found = parent.all(name);
        if (found.size() != 1) {
            faults.add(
                    new FieldFault(
                            name,
                            found.isEmpty() ? FaultCode.FIELD_MISSING : FaultCode.FIELD_REPEATED));
            return Optional.empty();
        }
        return Optional.of(found.getFirst());
    }

    Element element() {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf(Names.CONFIRMATION_DATE, FieldReading.text(confirmationDate)));
        children.add(Element.leaf(Names.FACILITY_CODE, facility.digits()));
        fileIdentifier.ifPresent(echoed -> children.add(echoed.element(Names.FILE_IDENTIFIER)));
        return Element.of(Names.HEADER, children);
    }
}
