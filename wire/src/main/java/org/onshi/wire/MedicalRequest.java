package org.onshi.wire;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.Width;

/**
 * YZKsiquc01req and TKKsiquc01req: asks for somebody's medical information (interface.md §2.7,
 * §2.8). The number in it selects the person only; a live consent releases.
 *
 * @param facility MedicalInstitutionCode, who asks
 * @param fileIdentifier ArbitraryFileIdentifier, echoed
 * @param insurer InsurerNumber, padded or not
 * @param identifier symbol, number and branch
 * @param category FileCategory
 * @param from StartDate, the first month; absent for a checkup, or for all there is
 * @param to EndDate, the last month; likewise
 */
public record MedicalRequest(
        FacilityCode facility,
        Optional<Echoed> fileIdentifier,
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        FileCategory category,
        Optional<YearMonth> from,
        Optional<YearMonth> to) {
    static final String SYMBOL = "InsuranceCardSymbol";
    static final String NUMBER = "InsuredPersonIdentificationNumber";
    static final String BRANCH = "BranchNumber";
    static final String START = "StartDate";
    static final String END = "EndDate";
    static final String CATEGORY = "FileCategory";
    static final String CLASSIFICATION = "PrDiInfClassification";
    static final String TREATMENT_FLAG = "MedicalTreatmentFlag";

    private static final IdentifierFields INSURED = new IdentifierFields(SYMBOL, NUMBER, BRANCH);
    private static final int IDENTIFIER_CHARACTERS_MAX = 1000;
    private static final int SHORT_CHARACTERS_MAX = 40;

    /** Judges a YZKsiquc01req. */
    public static Parsed<MedicalRequest> parseMedication(Element root) {
        return parse(root, true);
    }

    /** Judges a TKKsiquc01req. */
    public static Parsed<MedicalRequest> parseCheckup(Element root) {
        return parse(root, false);
    }

    private static Parsed<MedicalRequest> parse(Element root, boolean medication) {
        List<FieldFault> faults = FieldReading.noFaults();
        Optional<Element> header = RequestHeader.only(root, Names.HEADER, faults);
        Optional<Element> body = RequestHeader.only(root, Names.BODY, faults);
        if (header.isEmpty() || body.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        FieldReading head = new FieldReading(header.get(), faults);
        Optional<FacilityCode> facility = head.neededFacility(Names.FACILITY_CODE);
        Optional<IdentifierFields.Insured> insured = INSURED.read(head);
        head.plain(Names.FILE_IDENTIFIER, IDENTIFIER_CHARACTERS_MAX);
        FieldReading asked = new FieldReading(body.get(), faults);
        Optional<FileCategory> category = category(asked, medication);
        Optional<YearMonth> from = medication ? month(asked, START) : Optional.empty();
        Optional<YearMonth> to = medication ? month(asked, END) : Optional.empty();
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            asked.fault(END, FaultCode.VALUES_CONTRADICT);
        }
        code(asked, CLASSIFICATION, "[0-9]");
        code(asked, TREATMENT_FLAG, "[1-3]");
        if (!faults.isEmpty()) {
            return new Parsed.Faulty<>(RequestEcho.of(root), faults);
        }
        return new Parsed.Good<>(
                new MedicalRequest(
                        facility.orElseThrow(),
                        header.get().first(Names.FILE_IDENTIFIER).map(Echoed::of),
                        insured.orElseThrow().insurer(),
                        insured.orElseThrow().identifier(),
                        category.orElseThrow(),
                        from,
                        to));
    }

    private static Optional<FileCategory> category(FieldReading reading, boolean medication) {
        Optional<String> text = reading.needed(CATEGORY, SHORT_CHARACTERS_MAX);
        Optional<FileCategory> category =
                text.map(it -> Width.half(it).strip())
                        .flatMap(FileCategory::of)
                        .filter(it -> medication || !it.treatment());
        if (text.isPresent() && category.isEmpty()) {
            reading.fault(CATEGORY, FaultCode.CODE_UNKNOWN);
        }
        return category;
    }

    private static Optional<YearMonth> month(FieldReading reading, String field) {
        Optional<String> text = reading.plain(field, SHORT_CHARACTERS_MAX).map(Width::half);
        Optional<YearMonth> month =
                text.flatMap(it -> FieldReading.date(it.strip() + "01")).map(YearMonth::from);
        if (text.isPresent() && month.isEmpty()) {
            reading.fault(field, FaultCode.DATE_MALFORMED);
        }
        return month;
    }

    private static void code(FieldReading reading, String field, String pattern) {
        reading.plain(field, SHORT_CHARACTERS_MAX)
                .filter(it -> !Width.half(it).strip().matches(pattern))
                .ifPresent(_ -> reading.fault(field, FaultCode.CODE_UNKNOWN));
    }

    /** The message; checkups have no months. */
    public Element toElement() {
        List<Element> header = new ArrayList<>();
        header.add(Element.leaf(Names.FACILITY_CODE, facility.digits()));
        header.add(Element.leaf(Names.INSURER_NUMBER, insurer.raw()));
        header.add(Element.leaf(SYMBOL, identifier.symbol()));
        header.add(Element.leaf(NUMBER, identifier.number()));
        header.add(Element.leaf(BRANCH, identifier.branch()));
        fileIdentifier.ifPresent(echoed -> header.add(echoed.element(Names.FILE_IDENTIFIER)));
        List<Element> body = new ArrayList<>();
        from.ifPresent(month -> body.add(Element.leaf(START, text(month))));
        to.ifPresent(month -> body.add(Element.leaf(END, text(month))));
        body.add(Element.leaf(CATEGORY, category.wire()));
        body.add(Element.leaf(CLASSIFICATION, "1"));
        body.add(Element.leaf(TREATMENT_FLAG, "1"));
        return Element.of(
                Element.ROOT, Element.of(Names.HEADER, header), Element.of(Names.BODY, body));
    }

    static String text(YearMonth month) {
        return FieldReading.text(month.atDay(1)).substring(0, 6);
    }

    @Override
    public String toString() {
        return "MedicalRequest[" + facility.digits() + "]";
    }
}
