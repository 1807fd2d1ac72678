package org.onshi.server.insurerdoor;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.server.accounts.Proposal;
import org.onshi.server.accounts.Proposals;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowFault;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Proposing to correct what was wrong from its start: a form over what is registered, of which only
 * what differs is proposed (requirements B-16, J-13). An individual number is typed by both people:
 * between them only a keyed digest of it is kept.
 */
@ConsoleController
class ConsoleCorrections {
    private static final String NUMBER = RegistrationColumn.INDIVIDUAL_NUMBER.header();
    private static final String SEEN = "seen";
    private static final Map<String, String> CHANGED =
            fault(
                    "",
                    "この画面を開いた後で、登録内容が変わりました。今の内容を表示しています。確かめて、もう一度入力してください。",
                    "What is registered changed after this page was opened; it is shown as it is"
                            + " now. Check it and type again.");

    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final Proposals proposals;
    private final Registry registry;
    private final KeyedDigest digest;
    private final TransactionTemplate transaction;

    ConsoleCorrections(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            Proposals proposals,
            Registry registry,
            KeyedDigest digest,
            PlatformTransactionManager transactions) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.proposals = proposals;
        this.registry = registry;
        this.digest = digest;
        this.transaction = new TransactionTemplate(transactions);
    }

    @GetMapping("/console/coverages/{id}/correction")
    ResponseEntity<byte[]> form(ConsoleUser user, @PathVariable UUID id) {
        rights.need(user, user.account().role().works());
        // the versions first: what changes after that is told to whoever typed over it
        Set<UUID> base = ProposedRow.versions(registry.standingVersions(List.of(id)));
        return form(user, standing(user, id), base, Map.of(), List.of());
    }

    /** Shows what is registered, and records the look. */
    private ResponseEntity<byte[]> form(
            ConsoleUser user,
            Coverage coverage,
            Set<UUID> base,
            Map<String, String> typed,
            List<Map<String, String>> faults) {
        log.record(
                user.account(),
                AuditEvent.HISTORY_READ,
                List.of(
                        new ConsoleLog.About(
                                coverage.personId(),
                                Map.of("coverage", coverage.coverageId().toString()))),
                "1");
        Map<String, Object> model = new HashMap<>();
        model.put("id", coverage.coverageId().toString());
        model.put("seen", seen(base));
        model.put(
                "groups",
                ConsoleFacts.GROUPS.stream()
                        .map(group -> group(group, coverage, typed, faults))
                        .toList());
        model.put("faults", faults);
        model.put("reason", typed.getOrDefault("reason", ""));
        return pages.page("correction", user, model);
    }

    private static Map<String, Object> group(
            ConsoleFacts.Group group,
            Coverage coverage,
            Map<String, String> typed,
            List<Map<String, String>> faults) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (RegistrationColumn column : group.columns()) {
            String name = column.header();
            String registered = ProposedRow.registered(coverage, column);
            fields.add(
                    Map.of(
                            "name", name,
                            "label", ConsoleFacts.label(column),
                            "value", typed.getOrDefault(name, registered),
                            "options", ConsoleFacts.options(column),
                            "wrong",
                                    faults.stream().anyMatch(it -> it.get("column").equals(name))));
        }
        return Map.of(
                "ja", group.japanese(),
                "en", group.english(),
                "folded", group.folded(),
                "open",
                        fields.stream()
                                .anyMatch(it ->
                                        !it.get("value").equals("")
                                                || it.get("wrong").equals(true)),
                "fields", fields);
    }

    @PostMapping("/console/coverages/{id}/correction")
    ResponseEntity<byte[]> propose(
            ConsoleUser user, @PathVariable UUID id, @RequestParam Map<String, String> typed) {
        rights.need(user, user.account().role().works());
        Set<UUID> base = ProposedRow.versions(registry.standingVersions(List.of(id)));
        Coverage coverage = standing(user, id);
        if (!seen(base).equals(typed.getOrDefault(SEEN, ""))) {
            return form(user, coverage, base, Map.of(), List.of(CHANGED));
        }
        Map<RegistrationColumn, String> changes = changes(coverage, typed);
        Optional<String> number =
                Optional.of(typed.getOrDefault(NUMBER, "").strip()).filter(it -> !it.isEmpty());
        List<Map<String, String>> faults = faults(coverage, changes, number, typed);
        if (!faults.isEmpty()) {
            return form(user, coverage, base, typed, faults);
        }
        String why = ConsoleForm.reason(typed.getOrDefault("reason", ""));
        UUID proposal = UUID.randomUUID();
        Map<String, String> byHeader = new HashMap<>();
        changes.forEach((column, value) -> byHeader.put(column.header(), value));
        transaction.executeWithoutResult(_ -> {
            proposals.propose(
                    proposal,
                    user.account(),
                    Proposal.Content.correct(
                            id,
                            base,
                            byHeader,
                            number.map(digits -> digest.of(content(proposal, digits)))),
                    why);
            log.record(
                    user.account(),
                    AuditEvent.PROPOSAL_MADE,
                    List.of(
                            new ConsoleLog.About(
                                    coverage.personId(),
                                    ConsoleProposals.details(
                                            proposals
                                                    .find(user.account().organisation(), proposal)
                                                    .orElseThrow(),
                                            id))),
                    proposal.toString());
        });
        return ConsolePages.seeOther("/console/proposals/" + proposal);
    }

    /** Stands for versions in the form: what was typed over others is not taken for a change. */
    private static String seen(Set<UUID> versions) {
        String ids = versions.stream().map(UUID::toString).sorted().collect(joining(" "));
        return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.US_ASCII)).toString();
    }

    /** Of this proposal alone: equal numbers of two proposals have nothing in common. */
    private static byte[] content(UUID proposal, String number) {
        return KeyedDigest.content(List.of("console correction", proposal.toString(), number));
    }

    /** What was typed otherwise than it is registered; an emptied field clears. */
    private static Map<RegistrationColumn, String> changes(
            Coverage coverage, Map<String, String> typed) {
        Map<RegistrationColumn, String> changes = new EnumMap<>(RegistrationColumn.class);
        for (RegistrationColumn column : ConsoleFacts.correctable().toList()) {
            String registered = ProposedRow.registered(coverage, column);
            String value = typed.getOrDefault(column.header(), registered).strip();
            if (!value.equals(registered)) {
                changes.put(column, value.isEmpty() ? RegistrationRow.CLEAR : value);
            }
        }
        return changes;
    }

    /** As a registration file would be told, at once rather than after the approval. */
    private static List<Map<String, String>> faults(
            Coverage coverage,
            Map<RegistrationColumn, String> changes,
            Optional<String> number,
            Map<String, String> typed) {
        List<Map<String, String>> faults = new ArrayList<>();
        for (RowFault fault : rowFaults(coverage, changes, number)) {
            faults.add(
                    fault(
                            fault.column(),
                            fault.message(),
                            fault.code().whatEn(fault.column()) + " " + fault.code().mendEn()));
        }
        if (faults.isEmpty() && changes.isEmpty() && number.isEmpty()) {
            faults.add(
                    fault(
                            "",
                            "登録内容と違うところがありません。正しい値に直してから提案してください。",
                            "Nothing differs from what is registered; type the right values"
                                    + " first."));
        }
        if (faults.isEmpty()) {
            try {
                ConsoleForm.reason(typed.getOrDefault("reason", ""));
            } catch (Fault fault) {
                faults.add(
                        fault(
                                "reason",
                                fault.code().whatJa("理由") + fault.code().mendJa(),
                                fault.code().whatEn("reason") + " " + fault.code().mendEn()));
            }
        }
        return faults;
    }

    /**
     * Of the row, and of what it makes of the rest of the coverage; what was wrong before is not
     * its.
     */
    private static Set<RowFault> rowFaults(
            Coverage coverage, Map<RegistrationColumn, String> changes, Optional<String> number) {
        Set<RowFault> faults =
                new LinkedHashSet<>(ProposedRow.correct(coverage, changes, number).faults());
        RegistrationRow whole = ProposedRow.whole(coverage, changes);
        List<RowFault> before = ProposedRow.whole(coverage, Map.of()).faults();
        whole.faults().stream().filter(it -> !before.contains(it)).forEach(faults::add);
        if (changes.containsKey(RegistrationColumn.LOST_ON)
                && !whole.absent(RegistrationColumn.LOST_ON)
                && whole.absent(RegistrationColumn.LOSS_REASON)) {
            faults.add(
                    new RowFault(
                            RegistrationCode.MISSING_FIELD,
                            RegistrationColumn.LOSS_REASON.header()));
        }
        return faults;
    }

    private static Map<String, String> fault(String column, String ja, String en) {
        return Map.of("column", column, "ja", ja, "en", en);
    }

    /**
     * The row of an approved correction.
     *
     * @param number as the approver types it, "" where the proposal has none
     * @throws Fault {@link FaultCode#NUMBER_DIFFERS}
     */
    RegistrationRow row(Proposal proposal, Coverage coverage, String number) {
        Map<RegistrationColumn, String> changes = new EnumMap<>(RegistrationColumn.class);
        proposal.content()
                .changes()
                .forEach((header, value) ->
                        changes.put(RegistrationColumn.of(header).orElseThrow(), value));
        Optional<String> digits = proposal.content().numberDigest().map(_ -> number.strip());
        if (digits.isPresent()
                && !digest.agrees(
                        content(proposal.proposalId(), digits.get()),
                        proposal.content().numberDigest().get())) {
            throw new Fault(FaultCode.NUMBER_DIFFERS);
        }
        return ProposedRow.correct(coverage, changes, digits);
    }

    /** What is registered beside what is proposed, the differing characters marked. */
    static Stream<Map<String, Object>> differences(Proposal proposal, Coverage coverage) {
        return ConsoleFacts.correctable()
                .filter(it -> proposal.content().changes().containsKey(it.header()))
                .map(column -> {
                    String proposed = proposal.content().changes().get(column.header());
                    Differences.Pair pair =
                            Differences.between(
                                    ConsoleFacts.shown(
                                            column, ProposedRow.registered(coverage, column)),
                                    ConsoleFacts.shown(
                                            column,
                                            proposed.equals(RegistrationRow.CLEAR)
                                                    ? ""
                                                    : proposed));
                    return Map.of(
                            "label",
                            ConsoleFacts.label(column),
                            "left",
                            pair.left(),
                            "right",
                            pair.right());
                });
    }

    private Coverage standing(ConsoleUser user, UUID id) {
        return registry.own(user.insurer(), id)
                .filter(it -> it.invalidatedAt().isEmpty())
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }
}
