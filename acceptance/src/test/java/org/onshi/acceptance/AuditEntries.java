package org.onshi.acceptance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a demo's audit log holds, as its inspector reads it. */
final class AuditEntries {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningDemo demo;

    AuditEntries(RunningDemo demo) {
        this.demo = demo;
    }

    /** Entries of that event, the earliest first, as docs/audit-events.md has them. */
    List<JsonNode> of(String event) {
        try (Connection inspector = demo.inspector();
                PreparedStatement query =
                        inspector.prepareStatement(
                                "SELECT convert_from(body, 'UTF8') FROM audit.entry WHERE event = ?"
                                        + " ORDER BY recorded_at")) {
            query.setString(1, event);
            try (ResultSet rows = query.executeQuery()) {
                List<JsonNode> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(JSON.readTree(rows.getString(1)));
                }
                return entries;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Entries of that event about one visit. */
    List<JsonNode> of(String event, String visit) {
        return of(event).stream()
                .filter(entry -> entry.path("details").path("visit").asString("").equals(visit))
                .toList();
    }

    /** Id of the visit whose presence a facility proved last. */
    String visitAt(String facility) {
        return lastVisit("presence.proven", facility);
    }

    /** Id of the visit that ended at a facility last without a presence. */
    String abandonedAt(String facility) {
        return lastVisit("presence.abandoned", facility);
    }

    private String lastVisit(String event, String facility) {
        return of(event).stream()
                .filter(entry -> entry.path("caller").asString("").equals("facility:" + facility))
                .map(entry -> entry.path("details").path("visit").asString(""))
                .reduce((earlier, later) -> later)
                .orElse("");
    }
}
