package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.UnregisteredCause;
import org.onshi.server.duties.UnregisteredPerson;
import org.onshi.server.duties.UnregisteredPersons;
import org.onshi.wire.RegistrationCode;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An insurer's unregistered persons, each with one cause (requirements B-13). */
@RestController
@Tag(name = "unregistered", description = "未登録の方。")
class UnregisteredDoor {
    /** Persons in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private final UnregisteredPersons unregistered;
    private final Readings readings;
    private final TransactionTemplate transaction;

    UnregisteredDoor(
            UnregisteredPersons unregistered,
            Readings readings,
            PlatformTransactionManager transactions) {
        this.unregistered = unregistered;
        this.readings = readings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<Unregistered> unregistered, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + unregistered.size() + "]";
        }
    }

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Unregistered(
            ConflictDoor.OwnCoverage own,
            String cause,
            String code,
            String column,
            @JsonProperty("individual_number_missing_reason") Optional<String> missingReason,
            String message,
            @JsonProperty("message_en") String messageEn) {
        static Unregistered of(UnregisteredPerson one) {
            RegistrationCode code = one.unregistered().code();
            String column = one.unregistered().column();
            return new Unregistered(
                    ConflictDoor.OwnCoverage.of(one.unregistered().coverage()),
                    one.cause().name(),
                    code.name(),
                    column,
                    one.unregistered().reason().map(Enum::name),
                    code.message(column),
                    code.messageEn(column));
        }

        @Override
        public String toString() {
            return "Unregistered[" + own.coverageId() + "]";
        }
    }

    @Operation(
            summary = "未登録の方を見る / Read the unregistered persons",
            description =
                    "要因は一人にひとつ: NUMBER_NOT_GIVEN（①個人番号の提出がなく照会でも決まらない）、IN_PROGRESS（②登録の途中）、LATE（②が計"
                        + " 10 日を過ぎたもの）、HAS_NO_NUMBER（③国外または未付番）。100 件まで、続きは next を after"
                        + " に。見たことは監査ログに残ります。 / One cause each; 100 at a time, send next as after"
                        + " for more. Recorded in the audit log.")
    @GetMapping(path = "/insurer/unregistered", produces = MediaType.APPLICATION_JSON_VALUE)
    Page unregistered(
            Caller caller,
            @RequestParam Optional<UnregisteredCause> cause,
            @RequestParam Optional<UUID> after) {
        return unregistered(new InsurerNumber(caller.code()), caller.auditName(), cause, after);
    }

    /**
     * The same for the console.
     *
     * @param own whose insured are shown
     * @param reader who reads, as audit entries name it
     */
    Page unregistered(
            InsurerNumber own,
            String reader,
            Optional<UnregisteredCause> cause,
            Optional<UUID> after) {
        Set<UnregisteredCause> causes =
                cause.map(EnumSet::of).orElseGet(() -> EnumSet.allOf(UnregisteredCause.class));
        return transaction.execute(_ -> {
            List<UnregisteredPerson> found = unregistered.of(own, causes, after, PAGE_MAX + 1);
            List<UnregisteredPerson> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            readings.record(
                    AuditEvent.UNREGISTERED_READ,
                    reader,
                    page.stream().map(it -> it.unregistered().coverage()).toList());
            return new Page(
                    page.stream().map(Unregistered::of).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().unregistered().coverage().coverageId())
                            : Optional.empty());
        });
    }
}
