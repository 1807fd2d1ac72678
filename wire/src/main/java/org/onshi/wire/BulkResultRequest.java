package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;

/**
 * OQSmuquc02req: asks for the result of a bulk request (interface.md §2.3).
 *
 * @param facility who asks
 * @param fileIdentifier echoed, where the client sends one
 * @param receptionNumber from the reception, echoed
 */
public record BulkResultRequest(
        FacilityCode facility, Optional<Echoed> fileIdentifier, Echoed receptionNumber) {
    private static final int RECEPTION_NUMBER_CHARACTERS_MAX = 100;
    private static final int IDENTIFIER_CHARACTERS_MAX = 1000;

    /** Judges a readable message. */
    public static Parsed<BulkResultRequest> parse(Element root) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<Element> header = RequestHeader.only(root, Names.HEADER, faults);
        Optional<FacilityCode> facility =
                header.flatMap(branch -> {
                    FieldReading reading = new FieldReading(branch, faults);
                    reading.plain(Names.FILE_IDENTIFIER, IDENTIFIER_CHARACTERS_MAX);
                    return reading.neededFacility(Names.FACILITY_CODE);
                });
        Optional<Element> body = RequestHeader.only(root, Names.BODY, faults);
        Optional<String> number =
                body.flatMap(branch ->
                        new FieldReading(branch, faults)
                                .needed(Names.RECEPTION_NUMBER, RECEPTION_NUMBER_CHARACTERS_MAX));
        RequestEcho echo = RequestEcho.of(root);
        if (!faults.isEmpty() || facility.isEmpty() || number.isEmpty()) {
            return new Parsed.Faulty<>(echo, faults);
        }
        return new Parsed.Good<>(
                new BulkResultRequest(
                        facility.get(),
                        echo.fileIdentifier(),
                        echo.receptionNumber().orElseThrow()));
    }

    /** The message. */
    public Element toElement() {
        List<Element> header = new ArrayList<>();
        header.add(Element.leaf(Names.FACILITY_CODE, facility.digits()));
        fileIdentifier.ifPresent(echoed -> header.add(echoed.element(Names.FILE_IDENTIFIER)));
        return Element.of(
                Element.ROOT,
                Element.of(Names.HEADER, header),
                Element.of(Names.BODY, receptionNumber.element(Names.RECEPTION_NUMBER)));
    }
}
