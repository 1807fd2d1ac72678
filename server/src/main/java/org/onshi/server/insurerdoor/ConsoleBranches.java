package org.onshi.server.insurerdoor;

import java.util.HashMap;
import java.util.Map;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.Fault;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Which branch number a household's next person can get (requirements B-01). */
@ConsoleController
class ConsoleBranches {
    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final BranchDoor door;

    ConsoleBranches(ConsolePages pages, ConsoleLog log, ConsoleRights rights, BranchDoor door) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.door = door;
    }

    @GetMapping("/console/branch")
    ResponseEntity<byte[]> form(ConsoleUser user) {
        rights.need(user, user.account().role().works());
        return pages.page("branch", user, model("", ""));
    }

    @PostMapping("/console/branch")
    ResponseEntity<byte[]> propose(
            ConsoleUser user,
            @RequestParam(defaultValue = "") String symbol,
            @RequestParam(defaultValue = "") String number) {
        rights.need(user, user.account().role().works());
        Map<String, Object> model = model(symbol.strip(), number.strip());
        try {
            model.put("branch", next(user, symbol.strip(), number.strip()));
        } catch (Fault fault) {
            ConsoleForm.wrong(model, fault, "household", ConsoleBranches::label);
            model.put("code", fault.code().code());
        }
        return pages.page("branch", user, model);
    }

    private String next(ConsoleUser user, String symbol, String number) {
        BranchDoor.Household household = new BranchDoor.Household(symbol, number);
        return log.noted(
                        user.account(),
                        AuditEvent.BRANCH_PROPOSED,
                        () -> door.next(user.insurer(), user.auditName(), household.identifier()),
                        BranchDoor.Proposal::branch)
                .branch();
    }

    private static Map<String, Object> model(String symbol, String number) {
        Map<String, Object> model = new HashMap<>();
        model.put("symbol", symbol);
        model.put("number", number);
        model.put("branch", "");
        model.put("wrong", "");
        model.put("code", "");
        return model;
    }

    private static String label(String field) {
        return switch (field) {
            case "symbol" -> "記号";
            case "number" -> "番号";
            default -> field;
        };
    }
}
