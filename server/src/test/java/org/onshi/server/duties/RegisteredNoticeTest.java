package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Door;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Whose registration is finished is told so, once (requirements C-06). */
@Tag("database")
@Tag("store")
@Tag("C-06")
class RegisteredNoticeTest {
    private static final String KYOKAI = DutyWorld.KYOKAI;

    private static DutyWorld world;
    private static DataSource superuser;
    private static JdbcClient store;

    @BeforeAll
    static void open() throws Exception {
        world = new DutyWorld("2023-09-01", "--onshi.letters.registered-from=2023-08-25");
        superuser = world.server.database().superuser();
        store = JdbcClient.create(superuser);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void whoIsRegisteredIsToldOnceAndWhoIsPendingWhenThatIsOver() throws Exception {
        world.send(
                KYOKAI,
                DutyWorld.row("ADD", KYOKAI, 1, "2023-08-25", "2023-08-28"),
                DutyWorld.rowWithoutNumber(KYOKAI, 2, "NOT_PROVIDED", "2023-08-25", "2023-08-28"));
        followed();
        assertThat(told(1)).isEqualTo(1);
        assertThat(told(2)).as("pending").isZero();

        world.send(
                KYOKAI,
                DutyWorld.row("CORRECT", KYOKAI, 1, "2023-08-25", "2023-08-29"),
                DutyWorld.row("CORRECT", KYOKAI, 2, "2023-08-25", "2023-08-28"));
        followed();
        assertThat(told(2)).as("confirmed").isEqualTo(1);
        assertThat(told(1)).as("only corrected").isEqualTo(1);
    }

    @Test
    void whoWasInsuredBeforeTheDayOfTheSettingIsNotWrittenTo() throws Exception {
        world.send(
                KYOKAI,
                DutyWorld.row("ADD", KYOKAI, 11, "2023-08-24", "2023-08-28"),
                DutyWorld.row("ADD", KYOKAI, 12, "2023-08-25", "2023-08-28"));
        followed();
        assertThat(told(11)).isZero();
        assertThat(told(12)).isEqualTo(1);
    }

    @Test
    void nobodyIsToldTwiceWhenThePlaceInTheLogIsForgotten() throws Exception {
        world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, 21, "2023-08-28", "2023-08-28"));
        followed();
        store.sql("UPDATE letters.follower SET seen_to = 0").update();
        followed();
        assertThat(told(21)).isEqualTo(1);
        assertThat(world.server.audited("letter.written"))
                .hasSize(
                        store.sql("SELECT count(*) FROM letters.letter")
                                .query(Integer.class)
                                .single());
    }

    @Test
    void aCoverageCancelledAtOnceIsNotToldOf() throws Exception {
        world.send(
                KYOKAI,
                DutyWorld.row("ADD", KYOKAI, 31, "2023-08-28", "2023-08-28"),
                DutyWorld.row("CANCEL", KYOKAI, 31, "2023-08-28", "2023-08-28"));
        followed();
        assertThat(told(31)).isZero();
    }

    @Test
    @Tag("B-16")
    void toWhomAWrongLinkIsCorrectedIsToldOnceWhetherAnybodyHasLookedOrNot() throws Exception {
        for (int viewings = 0; viewings < 2; viewings++) {
            int place = 51 + viewings;
            world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, place, "2023-08-28", "2023-08-28"));
            followed();
            UUID wrong = person(place);
            for (int i = 0; i < viewings; i++) {
                looked(wrong);
            }
            String link = suspended(place);
            step(link, "look-up", "");
            assertThat(step(link, "decision", "{\"wrong\":true,\"clerk\":\"a\"}"))
                    .contains("\"viewings\":" + viewings);
            world.send(
                    KYOKAI,
                    DutyWorld.row("CORRECT", KYOKAI, place, "2023-08-28", "2023-08-28")
                            .replace(
                                    DutyWorld.individualNumber(place),
                                    DutyWorld.individualNumber(place + 10)));
            followed();
            UUID right = person(place);
            assertThat(right).isNotEqualTo(wrong);
            assertThat(notices(right)).as("while viewing is stopped").isZero();

            step(link, "correction", "{\"clerk\":\"b\"}");
            followed();
            assertThat(notices(right)).as("looks: " + viewings).isEqualTo(1);

            store.sql("UPDATE letters.follower SET seen_to = 0").update();
            followed();
            assertThat(notices(right)).as("told once").isEqualTo(1);
            assertThat(notices(wrong)).as("nothing anew").isEqualTo(1);
        }
    }

    @Test
    @Tag("B-09")
    void whoWasRegisteredWhileNobodyWasWrittenToIsNotToldWhenViewingGoesOn() throws Exception {
        TransactionTemplate nobodyFollows =
                new TransactionTemplate(new JdbcTransactionManager(superuser));
        nobodyFollows.executeWithoutResult(_ -> {
            store.sql("SELECT seen_to FROM letters.follower FOR UPDATE").query().singleRow();
            sent(DutyWorld.row("ADD", KYOKAI, 71, "2023-08-28", "2023-08-28"));
            sequenced();
            store.sql("UPDATE letters.follower SET seen_to = (SELECT size FROM audit.tree)")
                    .update();
        });
        String link = suspended(71);
        step(link, "look-up", "");
        step(link, "decision", "{\"wrong\":false,\"clerk\":\"a\"}");
        followed();
        assertThat(notices(person(71))).isZero();
    }

    private static void sent(String row) {
        try {
            world.send(KYOKAI, row);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void sequenced() {
        Await.until(
                "the log is in order",
                () ->
                        store.sql(
                                        "SELECT NOT EXISTS (SELECT FROM audit.entry WHERE"
                                                + " leaf_index IS NULL)")
                                .query(Boolean.class)
                                .single());
    }

    private static String suspended(int place) throws Exception {
        JsonNode suspended =
                DutyWorld.ok(
                        world.post(
                                KYOKAI,
                                "/insurer/wrong-links",
                                """
                                {"coverage":{"insurer_number":"%s","symbol":"12","number":"%d",
                                "branch":"01","birth_date":"1985-03-04"},"source":"PERSON"}
                                """
                                        .formatted(KYOKAI, place)));
        world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(1)));
        return suspended.path("wrong_link_id").asString();
    }

    private static String step(String link, String step, String json) throws Exception {
        return DutyWorld.ok(world.post(KYOKAI, "/insurer/wrong-links/" + link + "/" + step, json))
                .toString();
    }

    /** A facility saw what is not said to be anything else. */
    private static void looked(UUID person) {
        world.server
                .bean(Audit.class)
                .append(
                        AuditEntry.about(
                                person,
                                UUID.randomUUID(),
                                AuditEvent.MEDICATION_VIEWED,
                                world.clock.instant(),
                                "facility:1312345670",
                                Map.of()));
    }

    private static UUID person(int place) {
        return store.sql(
                        "SELECT DISTINCT person_id FROM registry.coverage WHERE number = ? AND"
                                + " invalidated_at = 'infinity'")
                .param(Integer.toString(place))
                .query(UUID.class)
                .single();
    }

    private static int notices(UUID person) {
        return store.sql(
                        "SELECT count(*) FROM letters.letter WHERE kind = 'REGISTERED' AND"
                                + " person_id = ?")
                .param(person)
                .query(Integer.class)
                .single();
    }

    @Test
    void theNoticeNamesTheUsualWaitingAndOnlyTheEndOfTheNumber() throws Exception {
        world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, 9041, "2023-08-28", "2023-08-28"));
        followed();
        try (HttpClient operator = world.server.keys().operator().http()) {
            HttpResponse<byte[]> answer =
                    operator.send(
                            HttpRequest.newBuilder(
                                            world.server.at(
                                                    Door.OPERATOR, "/operator/letters/print"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            String text = text(answer.body(), "9041-1");
            assertThat(text.replaceAll("\\s", ""))
                    .contains("登録が終わりました", "通常10日以内です", "＊＊＊＊41")
                    .doesNotContain("＊9041");
        }
    }

    /** The text of the letter in a ZIP file that shows something. */
    private static String text(byte[] zip, String shows) throws Exception {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] pdf = in.readAllBytes();
                try (var document = Loader.loadPDF(pdf)) {
                    String text = new PDFTextStripper().getText(document);
                    if (text.contains(shows)) {
                        Files.write(Path.of("target/registered-notice.pdf"), pdf);
                        return text;
                    }
                }
            }
        }
        throw new AssertionError("no letter shows " + shows);
    }

    /** Waits until the whole log has been followed. */
    private static void followed() {
        Await.until(
                "the log is followed to its end",
                () ->
                        store.sql(
                                        """
                                        SELECT f.seen_to = t.size
                                            AND NOT EXISTS (
                                                SELECT FROM audit.entry WHERE leaf_index IS NULL)
                                        FROM letters.follower f CROSS JOIN audit.tree t
                                        """)
                                .query(Boolean.class)
                                .single());
    }

    private static int told(int place) {
        List<String> printed =
                store.sql(
                                """
                                SELECT letter_id::text FROM letters.letter
                                WHERE kind = 'REGISTERED' AND address LIKE ?
                                """)
                        .param("%区" + place + "-1")
                        .query(String.class)
                        .list();
        return printed.size();
    }
}
