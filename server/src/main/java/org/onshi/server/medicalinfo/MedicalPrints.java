package org.onshi.server.medicalinfo;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.documents.DocumentPrinter;
import org.onshi.server.facilities.Facilities;
import org.onshi.server.facilities.Facility;
import org.onshi.wire.CheckupHistory;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.MedicationHistory;
import org.springframework.stereotype.Service;

/**
 * Medical information that was released, as PDF files (requirements F-11; interface.md §2.7):
 * tagged, with their font inside, the latest first, with name, kana and birth date of the person
 * and the time and place of the release on every page.
 */
@Service
public class MedicalPrints {
    private final DocumentPrinter printer;
    private final Facilities facilities;
    private final InstantSource clock;

    /**
     * @param clock the one clock of the process
     */
    public MedicalPrints(DocumentPrinter printer, Facilities facilities, InstantSource clock) {
        this.printer = printer;
        this.facilities = facilities;
        this.clock = clock;
    }

    /**
     * Medication, and treatment where it was asked for.
     *
     * @param facility to which it was released
     * @throws Fault {@link FaultCode#OVERLOADED} or {@link FaultCode#TOO_SLOW} from the printer
     */
    public byte[] medication(FacilityCode facility, MedicationHistory history, boolean treatment) {
        return printer.pdf(MedicationPdf.of(history, released(facility), treatment));
    }

    /**
     * Checkups.
     *
     * @param facility to which they were released
     * @throws Fault as {@link #medication}
     */
    public byte[] checkups(FacilityCode facility, CheckupHistory history) {
        return printer.pdf(CheckupPdf.of(history, released(facility)));
    }

    private Released released(FacilityCode facility) {
        return new Released(
                facility,
                facilities.find(facility).map(Facility::name).orElse(""),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }
}
