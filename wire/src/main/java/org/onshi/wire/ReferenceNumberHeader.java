package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;

/**
 * MessageHeader of a request that registers reference numbers: it asks about no day (interface.md
 * §2.5).
 *
 * @param facility MedicalInstitutionCode, whose numbers they are
 * @param fileIdentifier ArbitraryFileIdentifier, echoed
 */
public record ReferenceNumberHeader(FacilityCode facility, Optional<Echoed> fileIdentifier) {
    /** Longer than any client's; echoed whatever it says. */
    private static final int IDENTIFIER_CHARACTERS_MAX = 1000;

    static Optional<ReferenceNumberHeader> read(Element root, List<FieldFault> faults) {
        Optional<Element> header = RequestHeader.only(root, Names.HEADER, faults);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        FieldReading reading = new FieldReading(header.get(), faults);
        Optional<FacilityCode> facility = reading.neededFacility(Names.FACILITY_CODE);
        reading.plain(Names.FILE_IDENTIFIER, IDENTIFIER_CHARACTERS_MAX);
        Optional<Echoed> identifier = header.get().first(Names.FILE_IDENTIFIER).map(Echoed::of);
        return facility.map(code -> new ReferenceNumberHeader(code, identifier));
    }

    Element element() {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf(Names.FACILITY_CODE, facility.digits()));
        fileIdentifier.ifPresent(echoed -> children.add(echoed.element(Names.FILE_IDENTIFIER)));
        return Element.of(Names.HEADER, children);
    }
}
