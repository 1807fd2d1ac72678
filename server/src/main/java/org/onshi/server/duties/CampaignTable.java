package org.onshi.server.duties;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of campaigns: their letters' progress, their targets, what they ordered. */
final class CampaignTable {
    private static final String START =
            """
            INSERT INTO duties.campaign (campaign_id, insurer_number, deadline, started_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (insurer_number) WHERE closed_at IS NULL DO NOTHING
            """;

    private static final String COUNTED =
            """
            SELECT c.campaign_id, c.deadline, c.started_at, c.written_at, c.closed_at, t.targets,
                t.registered, t.no_answer, t.undeliverable, t.not_sent, t.no_longer_insured
            FROM duties.campaign c
            CROSS JOIN LATERAL (
                SELECT count(*) AS targets,
                    count(*) FILTER (WHERE outcome = 'REGISTERED') AS registered,
                    count(*) FILTER (WHERE outcome = 'NO_ANSWER') AS no_answer,
                    count(*) FILTER (WHERE outcome = 'UNDELIVERABLE') AS undeliverable,
                    count(*) FILTER (WHERE outcome = 'NOT_SENT') AS not_sent,
                    count(*) FILTER (WHERE outcome = 'NO_LONGER_INSURED') AS no_longer_insured
                FROM duties.campaign_target
                WHERE campaign_id = c.campaign_id) t
            """;

    private static final String OF_INSURER =
            COUNTED + "WHERE c.insurer_number = ? ORDER BY c.started_at DESC LIMIT ?";

    private static final String FIND = COUNTED + "WHERE c.campaign_id = ? AND c.insurer_number = ?";

    private static final String OWNED =
            "SELECT count(*) FROM duties.campaign WHERE campaign_id = ? AND insurer_number = ?";

    /** Locked, so that two who write at once write different letters. */
    private static final String WRITING =
            """
            SELECT written_to, deadline
            FROM duties.campaign
            WHERE campaign_id = ? AND insurer_number = ? AND written_at IS NULL AND closed_at IS NULL
            FOR UPDATE
            """;

    private static final String WRITTEN =
            "UPDATE duties.campaign SET written_to = ?, written_at = ? WHERE campaign_id = ?";

    private static final String ADD_TARGET =
            """
            INSERT INTO duties.campaign_target (campaign_id, coverage_id, target_id, person_id,
                undeliverable_at)
            VALUES (?, ?, ?, ?, ?)
            """;

    private static final String CAME_BACK =
            """
            UPDATE duties.campaign_target SET undeliverable_at = ?
            WHERE campaign_id = ? AND target_id = ? AND undeliverable_at IS NULL AND outcome IS NULL
            """;

    private static final String TARGET_COLUMNS =
            "coverage_id, target_id, person_id, undeliverable_at, outcome";

    private static final String TARGET =
            "SELECT "
                    + TARGET_COLUMNS
                    + " FROM duties.campaign_target WHERE campaign_id = ? AND target_id = ?";

    private static final String TARGETS =
            "SELECT "
                    + TARGET_COLUMNS
                    + """

                    FROM duties.campaign_target
                    WHERE campaign_id = ? AND coverage_id > ?
                    ORDER BY coverage_id
                    LIMIT ?
                    """;

    private static final String TARGETS_OF_OUTCOME =
            "SELECT "
                    + TARGET_COLUMNS
                    + """

                    FROM duties.campaign_target
                    WHERE campaign_id = ? AND coverage_id > ? AND outcome = ?
                    ORDER BY coverage_id
                    LIMIT ?
                    """;

    /** One at a time; another server skips it. */
    private static final String DUE =
            """
            SELECT campaign_id, insurer_number, deadline
            FROM duties.campaign
            WHERE closed_at IS NULL AND written_at IS NOT NULL AND deadline < ?
            ORDER BY deadline, campaign_id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """;

    private static final String UNWRITTEN =
            """
            SELECT campaign_id, insurer_number, deadline
            FROM duties.campaign
            WHERE written_at IS NULL AND closed_at IS NULL
            ORDER BY started_at, campaign_id
            LIMIT 1
            """;

    /** Locked, so that a letter that comes back at that moment is counted or refused. */
    private static final String UNDECIDED =
            "SELECT "
                    + TARGET_COLUMNS
                    + """

                    FROM duties.campaign_target
                    WHERE campaign_id = ? AND outcome IS NULL
                    ORDER BY coverage_id
                    LIMIT ?
                    FOR UPDATE
                    """;

    private static final String DECIDE =
            """
            UPDATE duties.campaign_target SET outcome = ?, outcome_at = ?
            WHERE campaign_id = ? AND coverage_id = ?
            """;

    private static final String CLOSE =
            "UPDATE duties.campaign SET closed_at = ? WHERE campaign_id = ?";

    private static final String ORDER =
            """
            INSERT INTO duties.certificate_order (person_id, order_id, coverage_id, insurer_number,
                campaign_id, ordered_at)
            SELECT o.person_id, ?, o.coverage_id, ?, ?, ?
            FROM (VALUES (?::uuid, ?::uuid)) AS o (person_id, coverage_id)
            WHERE NOT EXISTS (
                SELECT FROM duties.certificate_order e
                WHERE e.person_id = o.person_id AND e.coverage_id = o.coverage_id)
            """;

    private static final String ORDERS =
            """
            SELECT order_id, person_id, coverage_id, campaign_id, ordered_at
            FROM duties.certificate_order
            WHERE insurer_number = ? AND order_id > ?
            ORDER BY order_id
            LIMIT ?
            """;

    /** How far the letters of a campaign have come. */
    record Writing(UUID writtenTo, LocalDate deadline) {}

    /** A campaign that the server has to go on with. */
    record Due(UUID campaignId, InsurerNumber insurer, LocalDate deadline) {}

    private final JdbcClient jdbc;

    CampaignTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** False while another one of the insurer is not closed. */
    boolean start(UUID campaignId, InsurerNumber insurer, LocalDate deadline, Instant at) {
        return jdbc.sql(START).params(campaignId, insurer.digits(), deadline, time(at)).update()
                == 1;
    }

    List<Campaign> of(InsurerNumber insurer, int campaignsMax) {
        return jdbc.sql(OF_INSURER)
                .params(insurer.digits(), campaignsMax)
                .query(CampaignTable::campaign)
                .list();
    }

    Optional<Campaign> find(UUID campaignId, InsurerNumber insurer) {
        return jdbc.sql(FIND)
                .params(campaignId, insurer.digits())
                .query(CampaignTable::campaign)
                .optional();
    }

    boolean owned(UUID campaignId, InsurerNumber insurer) {
        return jdbc.sql(OWNED).params(campaignId, insurer.digits()).query(Long.class).single() == 1;
    }

    /** Empty when all is written or closed. */
    Optional<Writing> writing(UUID campaignId, InsurerNumber insurer) {
        return jdbc.sql(WRITING)
                .params(campaignId, insurer.digits())
                .query((row, number) ->
                        new Writing(
                                row.getObject(1, UUID.class), row.getObject(2, LocalDate.class)))
                .optional();
    }

    void written(UUID campaignId, UUID writtenTo, Optional<Instant> finishedAt) {
        jdbc.sql(WRITTEN)
                .params(writtenTo, finishedAt.map(CampaignTable::time).orElse(null), campaignId)
                .update();
    }

    void add(UUID campaignId, CampaignTarget target) {
        jdbc.sql(ADD_TARGET)
                .params(
                        campaignId,
                        target.coverageId(),
                        target.targetId(),
                        target.personId(),
                        target.undeliverableAt().map(CampaignTable::time).orElse(null))
                .update();
    }

    /** False when that is known already, or the outcome is decided. */
    boolean cameBack(UUID campaignId, UUID targetId, Instant at) {
        return jdbc.sql(CAME_BACK).params(time(at), campaignId, targetId).update() == 1;
    }

    Optional<CampaignTarget> target(UUID campaignId, UUID targetId) {
        return jdbc.sql(TARGET)
                .params(campaignId, targetId)
                .query(CampaignTable::target)
                .optional();
    }

    List<CampaignTarget> targets(
            UUID campaignId, Optional<Campaign.Outcome> outcome, UUID after, int targetsMax) {
        return outcome.map(it ->
                        jdbc.sql(TARGETS_OF_OUTCOME)
                                .params(campaignId, after, it.name(), targetsMax))
                .orElseGet(() -> jdbc.sql(TARGETS).params(campaignId, after, targetsMax))
                .query(CampaignTable::target)
                .list();
    }

    Optional<Due> due(LocalDate today) {
        return jdbc.sql(DUE).param(today).query(CampaignTable::due).optional();
    }

    /** The oldest one whose letters are not all written. */
    Optional<Due> unwritten() {
        return jdbc.sql(UNWRITTEN).query(CampaignTable::due).optional();
    }

    List<CampaignTarget> undecided(UUID campaignId, int targetsMax) {
        return jdbc.sql(UNDECIDED)
                .params(campaignId, targetsMax)
                .query(CampaignTable::target)
                .list();
    }

    void decide(UUID campaignId, UUID coverageId, Campaign.Outcome outcome, Instant at) {
        jdbc.sql(DECIDE).params(outcome.name(), time(at), campaignId, coverageId).update();
    }

    void close(UUID campaignId, Instant at) {
        jdbc.sql(CLOSE).params(time(at), campaignId).update();
    }

    /** False when an earlier campaign ordered one for this coverage. */
    boolean order(InsurerNumber insurer, CertificateOrder order) {
        return jdbc.sql(ORDER)
                        .params(
                                order.orderId(),
                                insurer.digits(),
                                order.campaignId(),
                                time(order.orderedAt()),
                                order.personId(),
                                order.coverageId())
                        .update()
                == 1;
    }

    List<CertificateOrder> orders(InsurerNumber insurer, UUID after, int ordersMax) {
        return jdbc.sql(ORDERS)
                .params(insurer.digits(), after, ordersMax)
                .query((row, number) ->
                        new CertificateOrder(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                row.getObject(4, UUID.class),
                                row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }

    private static Campaign campaign(ResultSet row, int number) throws SQLException {
        Map<Campaign.Outcome, Long> outcomes = new EnumMap<>(Campaign.Outcome.class);
        outcomes.put(Campaign.Outcome.REGISTERED, row.getLong(7));
        outcomes.put(Campaign.Outcome.NO_ANSWER, row.getLong(8));
        outcomes.put(Campaign.Outcome.UNDELIVERABLE, row.getLong(9));
        outcomes.put(Campaign.Outcome.NOT_SENT, row.getLong(10));
        outcomes.put(Campaign.Outcome.NO_LONGER_INSURED, row.getLong(11));
        return new Campaign(
                row.getObject(1, UUID.class),
                row.getObject(2, LocalDate.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                instant(row, 4),
                instant(row, 5),
                row.getLong(6),
                outcomes);
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getObject(1, UUID.class),
                new InsurerNumber(row.getString(2)),
                row.getObject(3, LocalDate.class));
    }

    private static CampaignTarget target(ResultSet row, int number) throws SQLException {
        return new CampaignTarget(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                instant(row, 4),
                Optional.ofNullable(row.getString(5)).map(Campaign.Outcome::valueOf));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
