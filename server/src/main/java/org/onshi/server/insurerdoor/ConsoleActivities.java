package org.onshi.server.insurerdoor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Accounts;
import org.onshi.server.accounts.Activities;
import org.onshi.server.accounts.Activity;
import org.onshi.server.audit.AuditEvent;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what in this insurer's console; for its auditor and supervisors. */
@ConsoleController
class ConsoleActivities {
    private static final int ROWS_A_PAGE = 50;
    private static final int PEOPLE_MAX = 200;

    private final ConsolePages pages;
    private final ConsoleRights rights;
    private final Activities activities;
    private final Accounts accounts;

    ConsoleActivities(
            ConsolePages pages, ConsoleRights rights, Activities activities, Accounts accounts) {
        this.pages = pages;
        this.rights = rights;
        this.activities = activities;
        this.accounts = accounts;
    }

    @GetMapping("/console/activities")
    ResponseEntity<byte[]> list(ConsoleUser user, @RequestParam Optional<UUID> before) {
        rights.need(user, user.account().role().oversees());
        String organisation = user.account().organisation();
        List<Activity> found = activities.of(organisation, before, ROWS_A_PAGE + 1);
        List<Activity> shown = found.subList(0, Math.min(ROWS_A_PAGE, found.size()));
        Map<UUID, Account> people =
                accounts
                        .of(
                                organisation,
                                shown.stream().map(Activity::accountId).collect(Collectors.toSet()))
                        .stream()
                        .collect(Collectors.toMap(Account::accountId, account -> account));
        List<Account> roster = accounts.of(organisation, PEOPLE_MAX + 1);
        Map<String, Object> model = new HashMap<>();
        model.put("rows", shown.stream().map(activity -> row(activity, people)).toList());
        model.put("first", before.isEmpty());
        model.put(
                "next", found.size() > ROWS_A_PAGE ? shown.getLast().activityId().toString() : "");
        model.put(
                "people",
                roster.stream().limit(PEOPLE_MAX).map(ConsoleActivities::person).toList());
        model.put("peopleMax", PEOPLE_MAX);
        model.put("morePeople", roster.size() > PEOPLE_MAX);
        return pages.page("activities", user, model);
    }

    private static Map<String, Object> person(Account account) {
        return Map.of(
                "name", account.name(),
                "role", ConsolePages.roleName(account.role()),
                "id", account.accountId().toString());
    }

    private static Map<String, Object> row(Activity activity, Map<UUID, Account> people) {
        Optional<AuditEvent> event = AuditEvent.of(activity.event());
        return Map.of(
                "at", ConsolePages.second(activity.at()),
                "who",
                        Optional.ofNullable(people.get(activity.accountId()))
                                .map(Account::name)
                                .orElse("（登録のない利用者）"),
                "what", event.map(AuditEvent::japanese).orElse(activity.event()),
                "whatEn", event.map(AuditEvent::english).orElse(""),
                "about", activity.about());
    }
}
