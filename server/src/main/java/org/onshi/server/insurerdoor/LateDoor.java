package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.LateRegistration;
import org.onshi.server.duties.RegistrationDuties;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An insurer's registrations that came late, and through whom (requirements B-10). */
@RestController
@Tag(name = "late registrations", description = "期限を過ぎた登録。")
class LateDoor {
    /** Registrations in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    /** Days looked through at once. */
    private static final int YEARS_MAX = 1;

    private final RegistrationDuties duties;
    private final Readings readings;
    private final TransactionTemplate transaction;

    LateDoor(
            RegistrationDuties duties, Readings readings, PlatformTransactionManager transactions) {
        this.duties = duties;
        this.readings = readings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(@JsonProperty("late_registrations") List<Late> late, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + late.size() + "]";
        }
    }

    /** One of them; the days are those first registered, whatever was corrected since. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Late(
            ConflictDoor.OwnCoverage own,
            String timeliness,
            @JsonProperty("acquired_on") LocalDate acquiredOn,
            @JsonProperty("notified_on") LocalDate notifiedOn,
            @JsonProperty("registered_on") LocalDate registeredOn) {
        static Late of(LateRegistration one) {
            return new Late(
                    ConflictDoor.OwnCoverage.of(one.own()),
                    one.timeliness().name(),
                    one.registered().acquiredOn(),
                    one.registered().notifiedOn(),
                    one.registered().registeredOn());
        }

        @Override
        public String toString() {
            return "Late[" + own.coverageId() + "]";
        }
    }

    @Operation(
            summary = "期限を過ぎた登録を見る / Read the registrations that came late",
            description =
                    "from から to の前日まで（日本の日付、1 年以内）に登録したもの。100 件まで、続きは next を after に。 LATE_EMPLOYER"
                        + " は届出、LATE_INSURER は登録、LATE_BOTH は両方が 5 日を過ぎたもの。見たことは監査ログに残ります。 / Those"
                        + " registered on the days [from, to), a year at most; 100 at a time, send"
                        + " next as after for more. Recorded in the audit log.")
    @GetMapping(path = "/insurer/late-registrations", produces = MediaType.APPLICATION_JSON_VALUE)
    Page late(
            Caller caller,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
            @RequestParam Optional<UUID> after) {
        return late(new InsurerNumber(caller.code()), caller.auditName(), from, to, after);
    }

    /**
     * The same for the console.
     *
     * @param own whose registrations are shown
     * @param reader who reads, as audit entries name it
     * @throws Fault {@link FaultCode#VALUES_CONTRADICT}, {@link FaultCode#HOLIDAYS_NOT_LISTED}
     */
    Page late(
            InsurerNumber own, String reader, LocalDate from, LocalDate to, Optional<UUID> after) {
        if (!from.isBefore(to) || to.isAfter(from.plusYears(YEARS_MAX))) {
            throw new Fault(FaultCode.VALUES_CONTRADICT, "to");
        }
        return transaction.execute(_ -> {
            List<LateRegistration> found = duties.late(own, from, to, after, PAGE_MAX + 1);
            List<LateRegistration> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            readings.record(
                    AuditEvent.LATE_REGISTRATION_READ,
                    reader,
                    page.stream().map(LateRegistration::own).toList());
            return new Page(
                    page.stream().map(Late::of).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().registered().coverageId())
                            : Optional.empty());
        });
    }
}
