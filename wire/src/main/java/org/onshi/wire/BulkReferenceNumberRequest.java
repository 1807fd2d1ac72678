package org.onshi.wire;

import java.util.List;
import java.util.Optional;

/**
 * OQSmuimm01req, 照会番号一括登録: a facility's own numbers of many patients (interface.md §2.6).
 *
 * @param header who registers
 * @param units which numbers for whom, in the order of the message; answers keep it
 */
public record BulkReferenceNumberRequest(ReferenceNumberHeader header, List<Unit> units) {
    /** As many as a bulk inquiry may name. */
    public static final int UNITS_MAX = BulkRequest.UNITS_MAX;

    public BulkReferenceNumberRequest {
        units = List.copyOf(units);
    }

    /** One patient; a faulty one is answered for itself and stops nobody else. */
    public sealed interface Unit {
        /** The element to echo. */
        Element asSent();

        /**
         * A number that can be registered.
         *
         * @param registration which number for whom
         */
        record Good(ReferenceNumberRegistration registration) implements Unit {
            @Override
            public Element asSent() {
                return registration.asSent();
            }
        }

        /**
         * One that cannot.
         *
         * @param asSent the element to echo
         * @param faults at least one
         */
        record Faulty(Element asSent, List<FieldFault> faults) implements Unit {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /**
     * Judges a readable message. The message is faulty only when its header is, or when it names
     * nobody or too many; a faulty patient is a {@link Unit.Faulty}.
     */
    public static Parsed<BulkReferenceNumberRequest> parse(Element root) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<ReferenceNumberHeader> header = ReferenceNumberHeader.read(root, faults);
        List<Element> registrations =
                RequestHeader.only(root, Names.BODY, faults)
                        .map(body -> body.all(Names.REFERENCE_REGISTRATION))
                        .orElse(List.of());
        if (registrations.size() > UNITS_MAX) {
            faults.add(new FieldFault(Names.REFERENCE_REGISTRATION, FaultCode.TOO_MANY_UNITS));
        }
        if (registrations.isEmpty() && root.first(Names.BODY).isPresent()) {
            faults.add(new FieldFault(Names.REFERENCE_REGISTRATION, FaultCode.FIELD_MISSING));
        }
        if (!faults.isEmpty() || header.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        return new Parsed.Good<>(
                new BulkReferenceNumberRequest(
                        header.get(),
                        registrations.stream().map(BulkReferenceNumberRequest::unit).toList()));
    }

    private static Unit unit(Element registration) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<ReferenceNumberRegistration> read =
                ReferenceNumberRegistration.read(registration, faults);
        return read.isPresent() && faults.isEmpty()
                ? new Unit.Good(read.get())
                : new Unit.Faulty(ReferenceNumberRegistration.echo(registration), faults);
    }

    /** The message. */
    public Element toElement() {
        return Element.of(
                Element.ROOT,
                header.element(),
                Element.of(Names.BODY, units.stream().map(Unit::asSent).toList()));
    }
}
