package org.onshi.server.insurerdoor;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.corrections.InspectedInsurer;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
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
    private static final int CASES_A_PAGE = 50;

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Inspections inspections;
    private final Registry registry;

    ConsoleInspections(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Inspections inspections,
            Registry registry) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.inspections = inspections;
        this.registry = registry;
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

    /**
     * One of them, and cases: those that its recheck led to, and the others, one of which may be
     * linked.
     *
     * @param linked the last one seen of those linked
     * @param other the last one seen of the others
     */
    @GetMapping("/console/inspections/{id}")
    ResponseEntity<byte[]> one(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam Optional<UUID> linked,
            @RequestParam Optional<UUID> other) {
        Map<String, Object> model = row(find(user, id), inspections.today());
        model.put("wrong", "");
        return page(user, id, model, linked, other);
    }

    /** The form again, with what was typed and what of it does not fit. */
    private ResponseEntity<byte[]> again(
            ConsoleUser user, InspectedInsurer part, Map<String, String> typed, Fault fault) {
        Map<String, Object> model = row(part, inspections.today());
        model.putAll(typed);
        ConsoleForm.wrong(model, fault, "step", ConsoleInspections::label);
        return page(user, part.inspectionId(), model, Optional.empty(), Optional.empty());
    }

    private ResponseEntity<byte[]> page(
            ConsoleUser user,
            UUID id,
            Map<String, Object> model,
            Optional<UUID> linkedBefore,
            Optional<UUID> otherBefore) {
        List.of("typedChecked", "typedWrong", "typedRecords", "typedBroken")
                .forEach(it -> model.putIfAbsent(it, ""));
        List<WrongLink> linked =
                inspections.linked(user.insurer(), id, linkedBefore, CASES_A_PAGE + 1);
        List<WrongLink> others =
                model.get("state").equals(InspectedInsurer.State.RECHECKING.name())
                        ? inspections.unlinked(user.insurer(), id, otherBefore, CASES_A_PAGE + 1)
                        : List.of();
        List<WrongLink> shown =
                Stream.of(linked, others).flatMap(it -> first(it).stream()).toList();
        Map<UUID, Coverage> own =
                registry.own(user.insurer(), shown.stream().map(WrongLink::coverageId).toList());
        if (!shown.isEmpty()) {
            log.record(
                    user.account(),
                    AuditEvent.WRONG_LINK_READ,
                    ConsoleWrongLinks.abouts(shown, own),
                    Integer.toString(shown.size()));
        }
        model.put("linked", cases(linked, own));
        model.put("linkedNext", next(linked));
        model.put("cases", cases(others, own));
        model.put("casesNext", next(others));
        model.put("first", linkedBefore.isEmpty() && otherBefore.isEmpty());
        return pages.page("inspection", user, model);
    }

    private static List<WrongLink> first(List<WrongLink> found) {
        return found.subList(0, Math.min(CASES_A_PAGE, found.size()));
    }

    private static List<Map<String, Object>> cases(List<WrongLink> found, Map<UUID, Coverage> own) {
        return first(found).stream().map(it -> ConsoleWrongLinks.row(it, own)).toList();
    }

    private static String next(List<WrongLink> found) {
        return found.size() > CASES_A_PAGE ? first(found).getLast().wrongLinkId().toString() : "";
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
                Map.of("typedBroken", broken, "typedRecords", records),
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
                Map.of("typedChecked", checked, "typedWrong", wrong),
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

    /**
     * Takes it, or shows the form again with what does not fit.
     *
     * @param typed what stands in the form, as the template names it
     */
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
            return again(user, known, typed, fault);
        }
        return ConsolePages.seeOther("/console/inspections/" + id);
    }

    private InspectedInsurer find(ConsoleUser user, UUID id) {
        return inspections
                .find(user.insurer(), id)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    private static Map<String, Object> row(InspectedInsurer part, LocalDate today) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", part.inspectionId().toString());
        row.put("name", part.name());
        row.put("state", part.state().name());
        row.put("overdue", part.overdue(today));
        row.put("stateJa", part.state().japanese());
        row.put("stateEn", part.state().english());
        row.put("statusDue", part.statusDue().toString());
        row.put("resultDue", part.resultDue().toString());
        row.put("scope", part.recordsInScope());
        row.put("checked", part.recordsChecked());
        row.put("wrongRecords", part.recordsWrong());
        return row;
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
