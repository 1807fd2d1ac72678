package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * OQSmuquc01req, 一括照会: many people on one day (interface.md §2.3).
 *
 * @param header who asks about which day
 * @param units whom, in the order of the message; answers keep it
 */
public record BulkRequest(RequestHeader header, List<BulkUnit> units) {
    /** What fits into a request's 4 MiB anyway. */
    public static final int UNITS_MAX = 10_000;

    public BulkRequest {
        units = List.copyOf(units);
    }

    /**
     * Judges a readable message. The message is faulty only when its header is, or when it asks
     * about nobody or too many; a faulty person is a {@link BulkUnit.Faulty}.
     */
    public static Parsed<BulkRequest> parse(Element root) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<RequestHeader> header = RequestHeader.read(root, faults);
        List<Element> searches =
                RequestHeader.only(root, Names.BODY, faults)
                        .map(body -> body.all(Names.SEARCH))
                        .orElse(List.of());
        if (searches.size() > UNITS_MAX) {
            faults.add(new FieldFault(Names.SEARCH, FaultCode.TOO_MANY_UNITS));
        }
        if (searches.isEmpty() && root.first(Names.BODY).isPresent()) {
            faults.add(new FieldFault(Names.SEARCH, FaultCode.FIELD_MISSING));
        }
        if (!faults.isEmpty() || header.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        return new Parsed.Good<>(
                new BulkRequest(header.get(), searches.stream().map(BulkUnit::of).toList()));
    }

    /** The message. */
    public Element toElement() {
        return Element.of(
                Element.ROOT,
                header.element(),
                Element.of(Names.BODY, units.stream().map(BulkUnit::asSent).toList()));
    }
}
