package org.onshi.server.insurerdoor;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.corrections.InspectedInsurer;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * 総点検: this insurer's part of the inspections of all insurers (requirements J-01). Whether the
 * rules were broken is the insurer's word, a supervisor's; how far the recheck has come, its clerks
 * say.
 */
@ConsoleController
class ConsoleInspections {
    /** Cases offered and shown at once. */
    private static final int CASES_MAX = 200;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Inspections inspections;
    private final WrongLinks wrongLinks;

    ConsoleInspections(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Inspections inspections,
            WrongLinks wrongLinks) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.inspections = inspections;
        this.wrongLinks = wrongLinks;
    }

    /** Figures only: nobody's data. */
    @GetMapping("/console/inspections")
    ResponseEntity<byte[]> list(ConsoleUser user) {
        LocalDate today = inspections.today();
        return pages.page(
                "inspections",
                user,
                Map.of(
                        "rows",
                        inspections.of(user.insurer()).stream()
                                .map(it -> row(it, today))
                                .toList()));
    }

    @GetMapping("/console/inspections/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        return page(user, find(user, id), Map.of(), Optional.empty());
    }

    /**
     * @param typed what stands in the form, by field
     */
    private ResponseEntity<byte[]> page(
            ConsoleUser user,
            InspectedInsurer part,
            Map<String, String> typed,
            Optional<Fault> fault) {
        Map<String, Object> model = new HashMap<>(row(part, inspections.today()));
        model.put("typedChecked", typed.getOrDefault("checked", ""));
        model.put("typedWrong", typed.getOrDefault("wrong", ""));
        model.put("typedRecords", typed.getOrDefault("records", ""));
        model.put("typedBroken", typed.getOrDefault("broken", ""));
        List<UUID> linked = inspections.findings(user.insurer(), part.inspectionId(), CASES_MAX);
        List<WrongLink> cases = wrongLinks.of(user.insurer(), Optional.empty(), CASES_MAX);
        model.put("linked", linked.stream().map(UUID::toString).toList());
        model.put(
                "cases",
                cases.stream()
                        .filter(it -> !linked.contains(it.wrongLinkId()))
                        .map(ConsoleInspections::choice)
                        .toList());
        model.put("wrong", "");
        fault.ifPresent(it -> ConsoleForm.wrong(model, it, "step", ConsoleInspections::label));
        return pages.page("inspection", user, model);
    }

    private static Map<String, String> choice(WrongLink link) {
        return Map.of(
                "value",
                link.wrongLinkId().toString(),
                "label",
                ConsolePages.second(link.suspendedAt())
                        + " の届出（"
                        + ConsoleWrongLinks.stateJa(link.state())
                        + "）");
    }

    /**
     * Whether numbers were taken against the rules.
     *
     * @param broken true or false
     * @param records how many records have to be rechecked; empty where the rules were kept
     */
    @PostMapping("/console/inspections/{id}/report")
    ResponseEntity<byte[]> report(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String broken,
            @RequestParam(defaultValue = "") String records) {
        rights.need(user, user.account().role().approves());
        return step(
                user,
                id,
                Map.of("broken", broken, "records", records),
                AuditEvent.INSPECTION_REPORTED,
                () ->
                        inspections.report(
                                user.insurer(),
                                id,
                                InspectionDoor.scope(
                                        yes(broken),
                                        records.isBlank()
                                                ? 0
                                                : ConsoleForm.count(records, "records_in_scope")),
                                user.auditName()));
    }

    private static boolean yes(String broken) {
        return switch (broken) {
            case "true" -> true;
            case "false" -> false;
            case "" -> throw new Fault(FaultCode.FIELD_MISSING, "rules_broken");
            default -> throw new Fault(FaultCode.CODE_UNKNOWN, "rules_broken");
        };
    }

    /** How far it has come: sums so far. */
    @PostMapping("/console/inspections/{id}/progress")
    ResponseEntity<byte[]> progress(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String checked,
            @RequestParam(defaultValue = "") String wrong) {
        rights.need(user, user.account().role().works());
        return step(
                user,
                id,
                Map.of("checked", checked, "wrong", wrong),
                AuditEvent.INSPECTION_PROGRESSED,
                () ->
                        inspections.progress(
                                user.insurer(),
                                id,
                                ConsoleForm.count(checked, "records_checked"),
                                ConsoleForm.count(wrong, "records_wrong"),
                                user.auditName()));
    }

    /** A case that the recheck led to. */
    @PostMapping("/console/inspections/{id}/findings")
    ResponseEntity<byte[]> found(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(name = "wrong_link") Optional<UUID> link) {
        rights.need(user, user.account().role().works());
        return step(
                user,
                id,
                Map.of(),
                AuditEvent.INSPECTION_FOUND,
                () -> {
                    inspections.found(
                            user.insurer(),
                            id,
                            link.orElseThrow(
                                    () -> new Fault(FaultCode.FIELD_MISSING, "wrong_link")),
                            user.auditName());
                    return find(user, id);
                });
    }

    /** Takes it, or shows the form again with what does not fit. */
    private ResponseEntity<byte[]> step(
            ConsoleUser user,
            UUID id,
            Map<String, String> typed,
            AuditEvent event,
            Supplier<InspectedInsurer> step) {
        InspectedInsurer known = find(user, id);
        try {
            log.noted(user.account(), event, step, it -> it.inspectionId().toString());
        } catch (Fault fault) {
            return page(user, known, typed, Optional.of(fault));
        }
        return ConsolePages.seeOther("/console/inspections/" + id);
    }

    private InspectedInsurer find(ConsoleUser user, UUID id) {
        return inspections.of(user.insurer()).stream()
                .filter(it -> it.inspectionId().equals(id))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static Map<String, Object> row(InspectedInsurer part, LocalDate today) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", part.inspectionId().toString());
        row.put("name", part.name());
        row.put("state", part.state().name());
        row.put("overdue", part.overdue(today));
        row.put("stateJa", japanese(part.state()));
        row.put("stateEn", english(part.state()));
        row.put("statusDue", part.statusDue().toString());
        row.put("resultDue", part.resultDue().toString());
        row.put("scope", part.recordsInScope());
        row.put("checked", part.recordsChecked());
        row.put("wrongRecords", part.recordsWrong());
        return row;
    }

    private static String japanese(InspectedInsurer.State state) {
        return switch (state) {
            case ASKED -> "報告待ち";
            case RECHECKING -> "点検中";
            case DONE -> "終了";
        };
    }

    private static String english(InspectedInsurer.State state) {
        return switch (state) {
            case ASKED -> "To be reported";
            case RECHECKING -> "Being rechecked";
            case DONE -> "Done";
        };
    }

    private static String label(String field) {
        return switch (field) {
            case "rules_broken" -> "定めに反した取得の有無";
            case "records_in_scope" -> "点検する件数";
            case "records_checked" -> "点検した件数";
            case "records_wrong" -> "誤っていた件数";
            case "wrong_link" -> "紐付け誤りの件";
            default -> field;
        };
    }
}
