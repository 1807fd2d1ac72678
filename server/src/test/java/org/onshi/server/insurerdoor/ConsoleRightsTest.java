package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.corrections.Inspections;
import org.onshi.server.duties.Campaigns;
import org.onshi.server.eligibility.MismatchReports;
import org.onshi.wire.MismatchField;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Role by route: who is let through to what (requirements J-13). The routes are the server's own,
 * so that a new one fails until it has its row here.
 */
@Tag("database")
class ConsoleRightsTest {
    /**
     * In this order: clerk, supervisor, auditor, the supervisor of another insurer, nobody. {@code
     * yes}: let through; {@code no}: refused for the role; {@code none}: not found, as if it did
     * not exist; {@code login}: led to the login.
     */
    private static final String MATRIX =
            """
            GET  /                                       yes  yes  yes  yes  login
            GET  /console                                yes  yes  yes  yes  login
            GET  /console/                               yes  yes  yes  yes  login
            GET  /console/login                          yes  yes  yes  yes  yes
            GET  /console/assets/{name}                  yes  yes  yes  yes  yes
            GET  /console/refused                        yes  yes  yes  yes  login
            ANY  /console/{*rest}                        none none none none login
            GET  /console/columns                        yes  yes  yes  yes  login
            GET  /console/files                          yes  yes  yes  yes  login
            POST /console/files                          yes  yes  no   yes  login
            GET  /console/files/ratios                   yes  yes  yes  yes  login
            POST /console/files/ratios                   yes  yes  yes  yes  login
            POST /console/files/ratios.csv               yes  yes  yes  yes  login
            POST /console/files/cancellations            yes  yes  no   yes  login
            POST /console/files/{id}/cancellations       yes  yes  no   none login
            GET  /console/files/{id}                     yes  yes  yes  none login
            GET  /console/files/{id}/progress            yes  yes  yes  none login
            GET  /console/files/{id}/result.csv          yes  yes  yes  none login
            GET  /console/files/{id}/rejected.csv        yes  yes  yes  none login
            POST /console/files/{id}/resend              yes  yes  no   none login
            POST /console/files/{id}/decision            yes  yes  no   none login
            GET  /console/pendings                       yes  yes  yes  yes  login
            GET  /console/pendings.csv                   yes  yes  yes  yes  login
            GET  /console/pendings/{id}                  yes  yes  yes  none login
            POST /console/pendings/{id}/confirm          yes  yes  no   none login
            GET  /console/conflicts                      yes  yes  yes  yes  login
            GET  /console/conflicts.csv                  yes  yes  yes  yes  login
            GET  /console/unregistered                   yes  yes  yes  yes  login
            GET  /console/unregistered.csv               yes  yes  yes  yes  login
            GET  /console/campaigns                      yes  yes  yes  yes  login
            POST /console/campaigns                      yes  yes  no   yes  login
            GET  /console/campaigns/{id}                 yes  yes  yes  none login
            GET  /console/campaigns/{id}/targets.csv     yes  yes  yes  none login
            POST /console/campaigns/{id}/undeliverable   yes  yes  no   none login
            GET  /console/certificates                   yes  yes  yes  yes  login
            GET  /console/certificates.csv               yes  yes  yes  yes  login
            GET  /console/plans                          yes  yes  yes  yes  login
            GET  /console/plans/{id}                     yes  yes  yes  none login
            POST /console/plans/{id}/submission          no   yes  no   none login
            GET  /console/inspections                    yes  yes  yes  yes  login
            GET  /console/inspections/{id}               yes  yes  yes  yes  login
            POST /console/inspections/{id}/report        no   yes  no   yes  login
            POST /console/inspections/{id}/progress      yes  yes  no   yes  login
            POST /console/inspections/{id}/findings      yes  yes  no   yes  login
            GET  /console/late                           yes  yes  yes  yes  login
            GET  /console/late.csv                       yes  yes  yes  yes  login
            GET  /console/duplicates                     yes  yes  yes  yes  login
            GET  /console/duplicates.csv                 yes  yes  yes  yes  login
            GET  /console/duplicates/{id}                yes  yes  yes  none login
            POST /console/duplicates/{id}/decision       yes  yes  no   none login
            GET  /console/suspects                       yes  yes  yes  yes  login
            GET  /console/suspects.csv                   yes  yes  yes  yes  login
            GET  /console/suspects/{id}                  yes  yes  yes  none login
            POST /console/suspects/{id}/clear            yes  yes  no   none login
            POST /console/suspects/{id}/wrong            yes  yes  no   none login
            GET  /console/wrong-links                    yes  yes  yes  yes  login
            GET  /console/wrong-links.csv                yes  yes  yes  yes  login
            POST /console/wrong-links                    yes  yes  no   none login
            GET  /console/wrong-links/{id}               yes  yes  yes  none login
            POST /console/wrong-links/{id}/look-up       yes  yes  no   none login
            GET  /console/wrong-links/{id}/proposal      yes  yes  no   none login
            POST /console/wrong-links/{id}/proposal      yes  yes  no   none login
            GET  /console/mismatches                     yes  yes  yes  yes  login
            GET  /console/mismatches.csv                 yes  yes  yes  yes  login
            GET  /console/mismatches/{id}                yes  yes  yes  none login
            POST /console/mismatches/{id}/answer         yes  yes  no   none login
            GET  /console/letters                        yes  yes  yes  yes  login
            GET  /console/letters.csv                    yes  yes  yes  yes  login
            POST /console/letters                        yes  yes  no   none login
            GET  /console/letters/{id}                   yes  yes  yes  none login
            POST /console/letters/{id}/answer            yes  yes  no   none login
            GET  /console/search                         yes  yes  yes  yes  login
            POST /console/search                         yes  yes  yes  yes  login
            POST /console/search/coverage                yes  yes  yes  none login
            POST /console/search/history.csv             yes  yes  yes  yes  login
            GET  /console/branch                         yes  yes  no   yes  login
            POST /console/branch                         yes  yes  no   yes  login
            GET  /console/coverages/{id}/correction      yes  yes  no   none login
            POST /console/coverages/{id}/correction      yes  yes  no   none login
            GET  /console/proposals                      yes  yes  yes  yes  login
            POST /console/proposals                      yes  yes  no   none login
            GET  /console/proposals/{id}                 yes  yes  yes  none login
            POST /console/proposals/{id}/approve         no   yes  no   none login
            POST /console/proposals/{id}/refuse          no   yes  no   none login
            POST /console/proposals/{id}/withdraw        yes  yes  no   none login
            GET  /console/cancellations/{id}/rows.csv    yes  yes  yes  none login
            GET  /console/activities                     no   yes  yes  yes  login
            """;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Map<String, List<String>> matrix() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        MATRIX.lines()
                .forEach(line -> {
                    List<String> cells = List.of(line.strip().split(" +", -1));
                    rows.put(cells.get(0) + " " + cells.get(1), cells.subList(2, cells.size()));
                });
        return rows;
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        world.server.bean(DispatcherServlet.class).getHandlerMappings().stream()
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .forEach(of -> {
                    RequestMappingInfo route = of.getKey();
                    HandlerMethod method = of.getValue();
                    if (AnnotatedElementUtils.hasAnnotation(
                            method.getBeanType(), ConsoleController.class)) {
                        Set<RequestMethod> verbs = route.getMethodsCondition().getMethods();
                        for (String path : route.getPatternValues()) {
                            verbs.forEach(verb -> routes.add(verb + " " + path));
                            if (verbs.isEmpty()) {
                                routes.add("ANY " + path);
                            }
                        }
                    }
                });
        return routes;
    }

    @Test
    @Tag("J-13")
    void everyRouteLetsThroughWhomItShallAndNobodyElse() throws Exception {
        Map<String, List<String>> matrix = matrix();
        Things things = things();
        assertThat(routes())
                .as("every route has its row, and every row its route")
                .containsExactlyInAnyOrderElementsOf(matrix.keySet());
        List<String> wrong = new ArrayList<>();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-clerk");
                ConsoleVisitor supervisor =
                        ConsoleVisitor.at(world, ConsoleWorld.OWN + "-supervisor2");
                ConsoleVisitor auditor = ConsoleVisitor.at(world, ConsoleWorld.OWN + "-auditor");
                ConsoleVisitor other =
                        ConsoleVisitor.at(world, ConsoleWorld.OTHER + "-supervisor1");
                ConsoleVisitor nobody = new ConsoleVisitor(world)) {
            List<ConsoleVisitor> visitors = List.of(clerk, supervisor, auditor, other, nobody);
            for (Map.Entry<String, List<String>> row : matrix.entrySet()) {
                List<String> found = new ArrayList<>();
                for (ConsoleVisitor visitor : visitors) {
                    found.add(tried(visitor, visitor == nobody, row.getKey(), things));
                }
                if (!found.equals(row.getValue())) {
                    wrong.add(row.getKey() + " " + found + " instead of " + row.getValue());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What stands in the place of {@code {id}} below each path; else a coverage. */
    private record Things(UUID coverage, Map<String, UUID> below) {
        UUID below(String path) {
            return below.entrySet().stream()
                    .filter(it -> path.contains("/" + it.getKey() + "/"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(coverage);
        }
    }

    private static Things things() throws Exception {
        String own = ConsoleWorld.OWN;
        world.register(
                own,
                ConsoleWorld.add(own, "901", 91, "見本権子")
                        + ConsoleWorld.add(own, "902", 92, "見本限子")
                        + ConsoleWorld.add(own, "904", 93, "見本重子")
                        + ConsoleWorld.add(own, "905", 94, "見本重子")
                        + ConsoleWorld.pending(own, "903", "見本保留子"));
        world.survey();
        UUID coverage = coverage("901");
        UUID suspect = coverage("902");
        Map<String, UUID> below = new HashMap<>();
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, own + "-clerk")) {
            clerk.submit(
                    "/console/proposals",
                    Map.of("coverage", coverage.toString(), "reason", "二重登録"));
            Matcher proposal =
                    Pattern.compile("/console/proposals/(" + ID + ")")
                            .matcher(clerk.open("/console/proposals").body());
            assertThat(proposal.find()).isTrue();
            below.put("proposals", UUID.fromString(proposal.group(1)));
            HttpResponse<String> opened =
                    clerk.submit(
                            "/console/wrong-links",
                            Map.of("coverage", suspect.toString(), "source", "INSURER"));
            Matcher link = ID.matcher(opened.headers().firstValue("Location").orElse(""));
            assertThat(link.find()).as(opened.body()).isTrue();
            below.put("wrong-links", UUID.fromString(link.group()));
            String file =
                    clerk.propose("二重登録", ConsoleWorld.HEADER + ConsoleWorld.cancel(own, "903"))
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
            below.put("cancellations", UUID.fromString(file.substring(file.lastIndexOf('/') + 1)));
            clerk.submit("/console/letters", Map.of("coverage", coverage("905").toString()));
        }
        below.put(
                "files",
                id(
                        "SELECT registration_id FROM registry.registration WHERE state = 'DONE'"
                                + " LIMIT 1"));
        below.put("pendings", coverage("903"));
        below.put("duplicates", id("SELECT duplicate_id FROM duties.duplicate LIMIT 1"));
        below.put("mismatches", mismatch());
        below.put("suspects", world.suspect(coverage("904"), "UNKNOWN", ""));
        below.put(
                "letters", id("SELECT letter_id FROM letters.letter WHERE kind = 'CONFIRMATION'"));
        below.put("plans", world.plans(1).getFirst());
        LocalDate later = LocalDate.parse("2025-02-28");
        below.put(
                "campaigns",
                world.server
                        .bean(Campaigns.class)
                        .start(new InsurerNumber(own), later, "operator:test"));
        below.put(
                "inspections",
                world.server.bean(Inspections.class).start("総点検", later, later, "operator:test"));
        return new Things(coverage, below);
    }

    private static UUID mismatch() {
        return world.server
                .bean(MismatchReports.class)
                .report(
                        new FacilityCode("1312345670"),
                        UUID.randomUUID(),
                        id(
                                "SELECT person_id FROM registry.coverage WHERE number = '901'"
                                        + " LIMIT 1"),
                        EnumSet.of(MismatchField.ADDRESS));
    }

    private static UUID coverage(String number) {
        return id(
                "SELECT coverage_id FROM registry.coverage WHERE number = '"
                        + number
                        + "' AND invalidated_at = 'infinity' LIMIT 1");
    }

    private static UUID id(String sql) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(sql)
                .query(UUID.class)
                .single();
    }

    private static String tried(ConsoleVisitor visitor, boolean nobody, String route, Things things)
            throws Exception {
        String verb = route.split(" ", -1)[0];
        String path =
                route.split(" ", -1)[1]
                        .replace("{id}", things.below(route).toString())
                        .replace("{name}", "console.css")
                        .replace("{*rest}", "nowhere");
        Map<String, String> fields =
                Map.of(
                        "coverage", things.coverage().toString(),
                        "reason", "試し",
                        "source", "INSURER",
                        "step", "WRONG_LINK_CONFIRM",
                        "outcome", "MENDED",
                        "symbol", "11",
                        "number", "901",
                        "birth_date", "1945-04-01");
        HttpResponse<String> answer;
        if (!verb.equals("POST")) {
            answer = visitor.open(path);
        } else if (nobody) {
            answer = visitor.post(world.url(path), fields);
        } else {
            answer = visitor.submit(path, fields);
        }
        return outcome(visitor, answer);
    }

    private static String outcome(ConsoleVisitor visitor, HttpResponse<String> answer)
            throws Exception {
        HttpResponse<String> end = answer;
        if (answer.statusCode() == 302) {
            String to = answer.headers().firstValue("Location").orElse("");
            if (to.endsWith("/console/login")) {
                return "login";
            }
            // a form without a session's token is told so only to whoever has a session
            end = visitor.follow(answer);
            if (end.uri().getPath().equals("/console/login")) {
                return "login";
            }
        }
        assertThat(end.statusCode()).as(end.body()).isLessThan(500);
        if (end.body().contains("ONSHI-F3040")) {
            return "no";
        }
        return end.statusCode() == 404 ? "none" : "yes";
    }
}
