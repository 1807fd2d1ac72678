package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.letters.Confirmation;
import org.onshi.server.letters.Letters;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Registry;
import org.onshi.server.registry.Standing;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * 確認の通知: persons are asked whether what is registered is theirs, and what they answer is recorded
 * (requirements C-07). Whoever says it is not has viewing stopped at once.
 */
@ConsoleController
class ConsoleLetters {
    private static final int PAGE_MAX = 100;

    private static final List<String> COLUMNS =
            List.of(
                    "letter_id",
                    "state",
                    "written_at",
                    "printed_at",
                    "reminder_id",
                    "reminder_printed_at",
                    "answered_at",
                    "insurer_number",
                    "symbol",
                    "number",
                    "branch",
                    "birth_date");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final LetterDoor door;
    private final Letters letters;
    private final Registry registry;

    ConsoleLetters(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            LetterDoor door,
            Letters letters,
            Registry registry) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.door = door;
        this.letters = letters;
        this.registry = registry;
    }

    /**
     * @param answered those with an answer instead of those without
     * @param number the number on a letter that came back: leads to it
     */
    @GetMapping("/console/letters")
    ResponseEntity<byte[]> list(
            ConsoleUser user,
            @RequestParam(defaultValue = "false") boolean answered,
            @RequestParam(defaultValue = "") String number,
            @RequestParam Optional<UUID> after) {
        Optional<UUID> named = named(user, number);
        if (named.isPresent()) {
            return ConsolePages.seeOther("/console/letters/" + named.get());
        }
        Page page = read(user, answered, after);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", page.rows().stream().map(ConsoleLetters::row).toList());
        model.put("next", page.next().map(UUID::toString).orElse(""));
        model.put("first", after.isEmpty());
        model.put("answered", answered);
        model.put("number", number);
        return pages.page("letters", user, model);
    }

    /** The confirmation of a number as it is typed from a letter. */
    private Optional<UUID> named(ConsoleUser user, String typed) {
        try {
            return letters.confirmation(user.insurer(), UUID.fromString(typed.strip()))
                    .map(Confirmation::letterId);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    @GetMapping("/console/letters.csv")
    void export(
            ConsoleUser user,
            @RequestParam(defaultValue = "false") boolean answered,
            HttpServletResponse response)
            throws IOException {
        try (ConsoleDownload csv = ConsoleDownload.begin(response, "letters.csv", COLUMNS)) {
            csv.rows(
                    after -> read(user, answered, after),
                    Page::next,
                    Page::rows,
                    ConsoleLetters::cells);
        }
    }

    /** A letter and the coverage it asks about. */
    private record Asked(Confirmation letter, Coverage own) {
        @Override
        public String toString() {
            return "Asked[" + letter.letterId() + "]";
        }
    }

    private record Page(List<Asked> rows, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + rows.size() + "]";
        }
    }

    private Page read(ConsoleUser user, boolean answered, Optional<UUID> after) {
        List<Confirmation> found =
                letters.confirmations(user.insurer(), answered, after, PAGE_MAX + 1);
        List<Confirmation> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        List<Asked> rows = asked(user, page);
        return new Page(
                rows,
                found.size() > PAGE_MAX
                        ? Optional.of(page.getLast().letterId())
                        : Optional.empty());
    }

    /** Beside what they are about; each person finds who has looked. */
    private List<Asked> asked(ConsoleUser user, List<Confirmation> confirmations) {
        Map<UUID, Coverage> own =
                registry.own(
                        user.insurer(),
                        confirmations.stream().map(Confirmation::coverageId).toList());
        log.record(
                user.account(),
                AuditEvent.LETTER_READ,
                confirmations.stream()
                        .flatMap(it ->
                                ConsoleLog.About.shown(
                                        it.personId(),
                                        own.get(it.coverageId()),
                                        Map.of("letter", it.letterId().toString())))
                        .toList(),
                confirmations.size() == 1
                        ? confirmations.getFirst().letterId().toString()
                        : Integer.toString(confirmations.size()));
        return confirmations.stream().map(it -> new Asked(it, own.get(it.coverageId()))).toList();
    }

    /** One letter, and the form of its answer while it has none. */
    @GetMapping("/console/letters/{id}")
    ResponseEntity<byte[]> one(ConsoleUser user, @PathVariable UUID id) {
        Asked asked = asked(user, List.of(find(user, id))).getFirst();
        return pages.page("letter", user, row(asked));
    }

    private Confirmation find(ConsoleUser user, UUID id) {
        return letters.confirmation(user.insurer(), id)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /** Has the person of a coverage asked; once a coverage. */
    @PostMapping("/console/letters")
    ResponseEntity<byte[]> ask(
            ConsoleUser user, @RequestParam(name = "coverage") Optional<UUID> id) {
        rights.need(user, user.account().role().works());
        UUID coverageId = id.orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "coverage"));
        Coverage coverage =
                registry.own(user.insurer(), coverageId)
                        .filter(it -> it.invalidatedAt().isEmpty())
                        .filter(it -> it.standing() == Standing.ACTIVE)
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        log.noted(
                user.account(),
                AuditEvent.LETTER_WRITTEN,
                () -> {
                    door.ask(coverage, user.auditName());
                    return coverageId;
                },
                UUID::toString);
        return ConsolePages.recorded("/console/letters");
    }

    /**
     * Records what came back.
     *
     * @param answer RIGHT or WRONG; WRONG leads to the case that stops viewing
     */
    @PostMapping("/console/letters/{id}/answer")
    ResponseEntity<byte[]> answer(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String answer) {
        rights.need(user, user.account().role().works());
        find(user, id);
        LetterDoor.AnswerReply reply =
                log.noted(
                        user.account(),
                        AuditEvent.LETTER_ANSWERED,
                        () ->
                                door.answer(
                                        user.insurer(),
                                        id,
                                        LetterDoor.named(answer),
                                        user.auditName()),
                        it -> it.letterId().toString());
        return ConsolePages.seeOther(
                reply.wrongLinkId()
                        .map(it -> "/console/wrong-links/" + it)
                        .orElse("/console/letters"));
    }

    private static Map<String, Object> row(Asked asked) {
        Confirmation letter = asked.letter();
        Map<String, Object> row = ConsoleOwnCoverage.row(asked.own());
        row.put("id", letter.letterId().toString());
        row.put("state", letter.state().name());
        row.put("stateJa", letter.state().japanese());
        row.put("stateEn", letter.state().english());
        row.put("written", ConsolePages.time(letter.writtenAt()));
        row.put("printed", time(letter.printedAt()));
        row.put("reminded", letter.reminder().isPresent());
        row.put(
                "reminderPrinted",
                time(letter.reminder().flatMap(Confirmation.Reminder::printedAt)));
        row.put("answeredAt", time(letter.answered().map(Confirmation.Answered::at)));
        row.put("answerable", letter.answered().isEmpty() && letter.printedAt().isPresent());
        return row;
    }

    private static String time(Optional<Instant> at) {
        return at.map(ConsolePages::time).orElse("");
    }

    private static List<String> cells(Asked asked) {
        Confirmation letter = asked.letter();
        List<String> cells = new ArrayList<>();
        cells.add(letter.letterId().toString());
        cells.add(letter.state().name());
        cells.add(ConsolePages.second(letter.writtenAt()));
        cells.add(second(letter.printedAt()));
        cells.add(letter.reminder().map(it -> it.letterId().toString()).orElse(""));
        cells.add(second(letter.reminder().flatMap(Confirmation.Reminder::printedAt)));
        cells.add(second(letter.answered().map(Confirmation.Answered::at)));
        cells.addAll(ConsoleOwnCoverage.cells(asked.own()));
        return cells;
    }

    private static String second(Optional<Instant> at) {
        return at.map(ConsolePages::second).orElse("");
    }
}
