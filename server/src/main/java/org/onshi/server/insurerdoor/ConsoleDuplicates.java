package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.duties.Duplicate;
import org.onshi.server.duties.DuplicateSurveys;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The work list of persons who share all five attributes with another (重複, requirements B-15), each
 * compared with the other one where that is this insurer's own too, and decided about by one person
 * who says how it is known.
 */
@ConsoleController
class ConsoleDuplicates {
    private static final List<String> COLUMNS =
            List.of(
                    "duplicate_id",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date",
                    "acquired_on",
                    "lost_on",
                    "other_insurer_number",
                    "other_insurer_name");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final DuplicateDoor door;
    private final DuplicateSurveys surveys;

    ConsoleDuplicates(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            DuplicateDoor door,
            DuplicateSurveys surveys) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.door = door;
        this.surveys = surveys;
    }

    @GetMapping("/console/duplicates")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> after) {
        DuplicateDoor.Page page = read(user, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.suspects().stream().map(it -> row(user, it)).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        page.figures()
                .ifPresent(it ->
                        model.put(
                                "figures",
                                Map.of(
                                        "found", Long.toString(it.found()),
                                        "ended", Long.toString(it.ended()),
                                        "open", Long.toString(it.open()))));
        return pages.page("duplicates", user, model);
    }

    @GetMapping("/console/duplicates.csv")
    void export(ConsoleUser user, HttpServletResponse response) throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "duplicates.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, after),
                    DuplicateDoor.Page::next,
                    DuplicateDoor.Page::suspects,
                    ConsoleDuplicates::cells);
        }
    }

    private DuplicateDoor.Page read(ConsoleUser user, Optional<UUID> after) {
        return log.noted(
                user.account(),
                AuditEvent.DUPLICATE_READ,
                () -> door.suspects(user.insurer(), user.auditName(), after),
                page -> Integer.toString(page.suspects().size()));
    }

    /** Both beside each other, as far as they are this insurer's. */
    @GetMapping("/console/duplicates/{id}")
    ResponseEntity<byte[]> compare(ConsoleUser user, @PathVariable UUID id) {
        DuplicateDoor.Pair pair =
                log.noted(
                        user.account(),
                        AuditEvent.DUPLICATE_READ,
                        () -> door.pair(user.insurer(), user.auditName(), id),
                        _ -> id.toString());
        Map<String, Object> model = new HashMap<>();
        model.put("own", ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(pair.own())));
        model.put(
                "other",
                pair.other()
                        .map(ConflictDoor.OwnCoverage::of)
                        .map(ConsoleConflicts::coverage)
                        .orElse(Map.of()));
        // alone it stands beside nothing
        model.put("compared", SideBySide.whole(pair.own(), pair.other().orElse(pair.own())));
        model.put("insurerName", pair.otherInsurer().name().orElse("名称不明"));
        model.put("insurerNumber", pair.otherInsurer().insurerNumber());
        model.put("duplicate", id);
        model.put("waiting", pair.duplicate().decided().isEmpty());
        model.put("different", reasons(pair.duplicate(), Duplicate.Outcome.DIFFERENT_PERSONS));
        model.put("mended", reasons(pair.duplicate(), Duplicate.Outcome.MENDED));
        return pages.page("duplicate", user, model);
    }

    /** How it can be known of such a pair, as the form offers it. */
    private static List<Map<String, String>> reasons(
            Duplicate duplicate, Duplicate.Outcome outcome) {
        return Stream.of(Duplicate.Reason.values())
                .filter(it -> it.outcome() == outcome && it.fits(duplicate))
                .map(it ->
                        Map.of(
                                "value",
                                it.name(),
                                "label",
                                switch (it) {
                                    case DOCUMENTS_SEEN -> "本人確認書類を見た";
                                    case PERSON_ASKED -> "本人または事業主に確かめた";
                                    case OTHER_INSURER_ASKED -> "相手の保険者に確かめた";
                                    case OWN_MENDED -> "当方の登録を訂正・喪失・取消で直した";
                                    case OTHER_INSURER_MENDED -> "相手の保険者が直した";
                                },
                                "labelEn",
                                switch (it) {
                                    case DOCUMENTS_SEEN -> "I have seen the documents";
                                    case PERSON_ASKED -> "I have asked the person or employer";
                                    case OTHER_INSURER_ASKED -> "I have asked the other insurer";
                                    case OWN_MENDED -> "Our registration is mended or ended";
                                    case OTHER_INSURER_MENDED -> "The other insurer has mended it";
                                }))
                .toList();
    }

    @PostMapping("/console/duplicates/{id}/decision")
    ResponseEntity<byte[]> decide(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String outcome,
            @RequestParam(defaultValue = "") String reason) {
        rights.need(user, user.account().role().works());
        surveys.found(user.insurer(), id);
        Duplicate.Reason why = ClerksWord.duplicate(outcome, reason);
        log.noted(
                user.account(),
                AuditEvent.DUPLICATE_DECIDED,
                () -> surveys.decide(user.insurer(), id, why, user.clerk(), user.auditName()),
                it -> it.duplicateId().toString());
        return ConsolePages.recorded("/console/duplicates");
    }

    private static Map<String, Object> row(ConsoleUser user, DuplicateDoor.Suspect one) {
        Map<String, Object> row = ConsoleConflicts.coverage(one.own());
        row.put("id", one.duplicateId().toString());
        row.put("other", one.other().name().orElse("名称不明"));
        row.put("otherNumber", one.other().insurerNumber());
        row.put("within", one.other().insurerNumber().equals(user.insurer().digits()));
        return row;
    }

    private static List<String> cells(DuplicateDoor.Suspect one) {
        ConflictDoor.OwnCoverage own = one.own();
        return List.of(
                one.duplicateId().toString(),
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString(),
                own.acquiredOn().toString(),
                own.lostOn().map(LocalDate::toString).orElse(""),
                one.other().insurerNumber(),
                one.other().name().orElse(""));
    }
}
