package org.onshi.server.medicalinfo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.ClaimItem;
import org.onshi.wire.MedicationHistory;
import org.onshi.wire.Patient;

/** Rows of claims, the latest first, to a history by claim and day. Pure. */
final class MedicationAssembly {
    private static final MedicalTable.Named UNNAMED = new MedicalTable.Named("", "", "");

    private final Map<String, MedicalTable.Named> names;
    private final FacilityCode asking;
    private final Function<MedicalTable.ClaimedItem, String> facilityName;

    /**
     * @param names of codes; those it lacks are shown by their code
     * @param asking the facility whose own claims are told from others'
     * @param facilityName of a claim's facility
     */
    MedicationAssembly(
            Map<String, MedicalTable.Named> names,
            FacilityCode asking,
            Function<MedicalTable.ClaimedItem, String> facilityName) {
        this.names = names;
        this.asking = asking;
        this.facilityName = facilityName;
    }

    MedicationHistory history(Patient patient, List<MedicalTable.ClaimedItem> items) {
        Map<UUID, List<MedicalTable.ClaimedItem>> claims = new LinkedHashMap<>();
        for (MedicalTable.ClaimedItem item : items) {
            claims.computeIfAbsent(item.claimId(), _ -> new ArrayList<>()).add(item);
        }
        return new MedicationHistory(patient, claims.values().stream().map(this::month).toList());
    }

    private MedicationHistory.Month month(List<MedicalTable.ClaimedItem> items) {
        MedicalTable.ClaimedItem first = items.getFirst();
        Map<Optional<LocalDate>, List<MedicalTable.ItemRow>> days = new LinkedHashMap<>();
        for (MedicalTable.ClaimedItem item : items) {
            days.computeIfAbsent(item.item().day(), _ -> new ArrayList<>()).add(item.item());
        }
        return new MedicationHistory.Month(
                first.facility(),
                facilityName.apply(first),
                first.facility().equals(asking),
                first.month(),
                care(first.kind()),
                days.entrySet().stream().map(it -> day(it.getKey(), it.getValue())).toList());
    }

    /** レセプト種別: its first digit says whose, its last whether in hospital (facts §3.3). */
    private static MedicationHistory.Care care(String kind) {
        if (kind.startsWith("4")) {
            return MedicationHistory.Care.DISPENSING;
        }
        return (kind.charAt(kind.length() - 1) - '0') % 2 == 1
                ? MedicationHistory.Care.INPATIENT
                : MedicationHistory.Care.OUTPATIENT;
    }

    private MedicationHistory.Day day(Optional<LocalDate> day, List<MedicalTable.ItemRow> items) {
        List<MedicationHistory.Drug> drugs = new ArrayList<>();
        List<MedicationHistory.Treatment> treatments = new ArrayList<>();
        for (MedicalTable.ItemRow item : items) {
            MedicalTable.Named named = names.getOrDefault(item.code(), UNNAMED);
            String name = named.name().isEmpty() ? item.code() : named.name();
            if (item.record() == ClaimItem.Kind.IY) {
                drugs.add(
                        new MedicationHistory.Drug(
                                item.code(),
                                name,
                                named.generic(),
                                item.quantity(),
                                named.unit(),
                                item.times(),
                                item.place()));
            } else {
                treatments.add(
                        new MedicationHistory.Treatment(
                                item.code(),
                                name,
                                item.quantity(),
                                named.unit(),
                                item.times(),
                                item.place()));
            }
        }
        return new MedicationHistory.Day(day, drugs, treatments);
    }
}
