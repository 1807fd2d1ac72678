package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * YZKsiquc01res and TKKsiquc01res: medical information, or why there is none (interface.md §2.7,
 * §2.8). ResultCode, MessageContents and the echoed ArbitraryFileIdentifier stand in the header.
 */
public final class MedicalResult {
    /** ResultCode when all is well. */
    public static final String OK = "1";

    /** ResultCode of a refusal; the message says which. */
    public static final String REFUSED = "2";

    private static final String RESULT_CODE = "ResultCode";
    private static final String CONTENTS = "MessageContents";

    /** 健診項目コード (facts §6). */
    private static final String CHECKUP_ITEMS_OID = "1.2.392.200119.6.1005";

    private static final String NOTHING = "該当する情報がありません。 / There is no such information.";

    private MedicalResult() {}

    /** No data: fields are at fault. */
    public static Element refused(RequestEcho echo, List<FieldFault> faults) {
        return refused(echo, Notice.of(faults));
    }

    /** No data: it is not released, or could not be asked. */
    public static Element refused(RequestEcho echo, FaultCode code) {
        return refused(echo, Notice.of(code, ""));
    }

    /** No data: what a refusal said. */
    public static Element refused(RequestEcho echo, Notice notice) {
        return message(
                echo.fileIdentifier(),
                REFUSED,
                Optional.of(notice.code() + " " + notice.message()),
                Optional.empty(),
                List.of());
    }

    /** Medication, and treatment where the history holds it. */
    public static Element medication(Optional<Echoed> fileIdentifier, MedicationHistory history) {
        List<Element> body = history.months().stream().map(MedicalResult::month).toList();
        return message(
                fileIdentifier,
                OK,
                body.isEmpty() ? Optional.of(NOTHING) : Optional.empty(),
                Optional.of(
                        history.patient()
                                .element("QuaInf", "Name", "KanaName", "Birth", "AdmGendCode")),
                body);
    }

    /** Checkups. */
    public static Element checkup(Optional<Echoed> fileIdentifier, CheckupHistory history) {
        List<Element> body = history.checkups().stream().map(MedicalResult::checkup).toList();
        return message(
                fileIdentifier,
                OK,
                body.isEmpty() ? Optional.of(NOTHING) : Optional.empty(),
                Optional.of(
                        history.patient()
                                .element(
                                        "QualificationsInfo",
                                        "Name",
                                        "KanasName",
                                        "Birthday",
                                        "AdministrativeGenderCode")),
                body);
    }

    /** Whether a read answer holds what was asked for; else {@link #contents} says why not. */
    public static boolean ok(Element root) {
        return root.textAt(Names.HEADER, RESULT_CODE).filter(OK::equals).isPresent();
    }

    /** MessageContents of a read answer. */
    public static Optional<String> contents(Element root) {
        return root.textAt(Names.HEADER, CONTENTS);
    }

    static Element message(
            Optional<Echoed> fileIdentifier,
            String resultCode,
            Optional<String> contents,
            Optional<Element> patient,
            List<Element> body) {
        List<Element> header = new ArrayList<>();
        fileIdentifier.ifPresent(echoed -> header.add(echoed.element(Names.FILE_IDENTIFIER)));
        header.add(Element.leaf(RESULT_CODE, resultCode));
        contents.ifPresent(text -> header.add(Element.leaf(CONTENTS, text)));
        patient.ifPresent(header::add);
        return Element.of(
                Element.ROOT, Element.of(Names.HEADER, header), Element.of(Names.BODY, body));
    }

    private static Element month(MedicationHistory.Month month) {
        String origin = month.own() ? "1" : "2";
        return Element.of(
                "MeTrMonthInf",
                Element.leaf("DiOrg", origin),
                Element.leaf("MeTrDiHCd", month.facility().digits()),
                Element.leaf("MeTrDiHNm", month.facilityName()),
                Element.leaf("MeTrMonth", MedicalRequest.text(month.month())),
                Element.leaf("PrlsHCd", month.facility().digits()),
                Element.leaf("PrlsHNm", month.facilityName()),
                Element.leaf("PrIsOrg", origin),
                Element.leaf("InOut", month.care().wire()),
                Element.of("DiDateInfs", month.days().stream().map(MedicalResult::day).toList()));
    }

    private static Element day(MedicationHistory.Day day) {
        String date = day.day().map(FieldReading::text).orElse("");
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf("DiDate", date));
        children.add(Element.leaf("PrDate", date));
        if (!day.drugs().isEmpty()) {
            children.add(
                    Element.of("DrugInfs", day.drugs().stream().map(MedicalResult::drug).toList()));
        }
        if (!day.treatments().isEmpty()) {
            children.add(
                    Element.of(
                            "MeTrInfs",
                            day.treatments().stream().map(MedicalResult::treatment).toList()));
        }
        return Element.of("DiDateInf", children);
    }

    private static Element drug(MedicationHistory.Drug drug) {
        return Element.of(
                "DrugInf",
                Element.leaf("DrugC", drug.code()),
                Element.leaf("DrugN", drug.name()),
                Element.leaf("Qua1", drug.quantity().map(it -> it.toPlainString()).orElse("")),
                Element.leaf("Unit", drug.unit()),
                Element.leaf("UsageN", ""),
                Element.leaf("Times", Integer.toString(drug.times())),
                Element.leaf("IngreN", drug.generic()),
                Element.leaf("MeTrIdCl", drug.place()));
    }

    private static Element checkup(CheckupHistory.Checkup checkup) {
        return Element.of(
                "SpecificHealthCheckupInfo",
                Element.leaf("EffectiveTime", FieldReading.text(checkup.day())),
                Element.of(
                        "HealthCheckupResultAndQuestionInfos",
                        checkup.items().stream().map(MedicalResult::item).toList()));
    }

    private static Element item(CheckupHistory.Item item) {
        return Element.of(
                "HealthCheckupResultAndQuestionInfo",
                Element.leaf("ItemCode", item.code()),
                Element.leaf("ItemName", item.name()),
                Element.leaf("DataType", item.dataType()),
                Element.leaf("DataValue", item.value()),
                Element.leaf("Unit", item.unit()),
                Element.leaf("Oid", CHECKUP_ITEMS_OID),
                Element.leaf("DataValueName", item.valueName()));
    }

    private static Element treatment(MedicationHistory.Treatment treatment) {
        return Element.of(
                "MeTrInf",
                Element.leaf("SinInfN", treatment.name()),
                Element.leaf("SinInfCd", treatment.code()),
                Element.leaf("MeTrIdCl", treatment.place()),
                Element.leaf("Qua1", treatment.quantity().map(it -> it.toPlainString()).orElse("")),
                Element.leaf("Times", Integer.toString(treatment.times())),
                Element.leaf("Unit", treatment.unit()));
    }
}
