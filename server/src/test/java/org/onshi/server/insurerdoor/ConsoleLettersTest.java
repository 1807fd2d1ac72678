package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.onshi.server.letters.Letters;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Persons are asked whether what is registered is theirs, as an insurer's people do it. */
@Tag("database")
@TestMethodOrder(OrderAnnotation.class)
class ConsoleLettersTest {
    private static final String OWN = ConsoleWorld.OWN;

    private static ConsoleWorld world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = ConsoleWorld.start(folder);
        world.register(
                OWN,
                ConsoleWorld.add(OWN, "821", 81, "見本問子")
                        + ConsoleWorld.add(OWN, "822", 82, "見本答子")
                        + ConsoleWorld.pending(OWN, "823", "見本待子"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Order(1)
    @Tag("C-07")
    void aPersonIsAskedRemindedAndWhoeverSaysItIsNotTheirsStopsViewing() throws Exception {
        String wrong;
        String right;
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            assertThat(ask(clerk, "823").statusCode()).as("a pending one").isEqualTo(404);
            assertThat(clerk.submit("/console/letters", Map.of()).body())
                    .contains(FaultCode.FIELD_MISSING.code());
            wrong = asked(clerk, "821");
            right = asked(clerk, "822");
            assertThat(clerk.open(wrong).body())
                    .contains("まだ印刷されていません")
                    .doesNotContain("name=\"answer\"");
            assertThat(answer(clerk, wrong, "WRONG").statusCode()).as("never sent").isEqualTo(404);
            world.server.bean(Letters.class).print("operator:test");
            assertThat(clerk.open("/console/letters").body())
                    .contains("・ 821 ・", "・ 822 ・", "回答を記録する")
                    .doesNotContain("再度お知らせ済み", "印刷待ち");
            assertThat(answer(clerk, right, "RIGHT").headers().firstValue("Location"))
                    .hasValue("/console/letters");
        }
        world.clock.moveTo(world.clock.instant().plus(Duration.ofDays(30)).plusSeconds(1));
        assertThat(world.server.bean(Letters.class).remind("operator:test")).isEqualTo(1);
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            assertThat(clerk.open("/console/letters").body())
                    .contains("再度お知らせ済み", "印刷待ち", "・ 821 ・")
                    .doesNotContain("・ 822 ・");
            world.server.bean(Letters.class).print("operator:test");
            assertThat(clerk.open(reminderSearch()).headers().firstValue("Location"))
                    .as("the number on either letter leads to it")
                    .hasValue(wrong);
            assertThat(clerk.open("/console/letters?number=12").body()).contains("通知番号を見直して");
            assertThat(answer(clerk, wrong, "").body()).contains(FaultCode.FIELD_MISSING.code());
            assertThat(answer(clerk, wrong, "YES").body()).contains(FaultCode.CODE_UNKNOWN.code());
            assertThat(answer(clerk, wrong, "WRONG").headers().firstValue("Location"))
                    .hasValueSatisfying(it -> assertThat(it).startsWith("/console/wrong-links/"));
            assertThat(suspended("821")).isTrue();
            assertThat(answer(clerk, wrong, "RIGHT").body())
                    .contains(FaultCode.VALUES_CONTRADICT.code());
            assertThat(clerk.open(wrong).body())
                    .contains("本人のものでない")
                    .doesNotContain("name=\"answer\"");
            assertThat(clerk.open("/console/letters").body()).contains("回答を待つ通知はありません");
            assertThat(clerk.open("/console/letters.csv?answered=true").body().lines())
                    .hasSize(3)
                    .anyMatch(it -> it.contains(",WRONG,") && it.contains(",11,821,01,"))
                    .anyMatch(it -> it.contains(",RIGHT,") && it.contains(",11,822,01,"));
        }
        assertThat(world.server.audited("letter.read"))
                .as("each person finds who looked")
                .anyMatch(it -> it.contains("insurer:" + OWN + "/") && it.contains("\"person\":"));
        assertThat(world.server.audited("letter.answered"))
                .hasSize(2)
                .allMatch(it -> it.contains("insurer:" + OWN + "/"));
    }

    @Test
    @Order(2)
    @Tag("C-07")
    void whoeverTheCoverageIsByNowFindsTooWhoOpenedTheLetterAboutIt() throws Exception {
        world.register(OWN, ConsoleWorld.add(OWN, "824", 84, "見本移子"));
        UUID before = person("824");
        try (ConsoleVisitor clerk = ConsoleVisitor.at(world, OWN + "-clerk")) {
            String letter = asked(clerk, "824");
            String corrected = ConsoleWorld.add(OWN, "824", 85, "見本移子");
            world.server
                    .register()
                    .follow((ConsoleWorld.HEADER + corrected).getBytes(StandardCharsets.UTF_8));
            world.register(OWN, corrected.replaceFirst("ADD", "CORRECT"));
            UUID after = person("824");
            assertThat(after).isNotEqualTo(before);

            clerk.open(letter);
            String id = letter.substring(letter.lastIndexOf('/') + 1);
            assertThat(world.server.audited("letter.read"))
                    .filteredOn(it -> it.contains(id))
                    .satisfiesExactlyInAnyOrder(
                            it -> assertThat(it).contains(before.toString()),
                            it -> assertThat(it).contains(after.toString()));
        }
    }

    private static UUID person(String number) {
        return id(
                """
                SELECT DISTINCT person_id FROM registry.coverage
                WHERE number = ? AND invalidated_at = 'infinity'
                """,
                number);
    }

    /** Its page. */
    private static String asked(ConsoleVisitor visitor, String number) throws Exception {
        assertThat(ask(visitor, number).statusCode()).isEqualTo(303);
        assertThat(ask(visitor, number).statusCode()).as("once a coverage").isEqualTo(303);
        return "/console/letters/"
                + id("SELECT letter_id FROM letters.letter WHERE cause = ?", coverage(number));
    }

    private static HttpResponse<String> ask(ConsoleVisitor visitor, String number)
            throws Exception {
        return visitor.submit("/console/letters", Map.of("coverage", coverage(number).toString()));
    }

    private static HttpResponse<String> answer(ConsoleVisitor visitor, String letter, String answer)
            throws Exception {
        return visitor.submit(letter + "/answer", Map.of("answer", answer));
    }

    private static String reminderSearch() {
        return "/console/letters?number="
                + id("SELECT letter_id FROM letters.letter WHERE kind = ?", "REMINDER");
    }

    private static UUID coverage(String number) {
        return id(
                """
                SELECT DISTINCT coverage_id FROM registry.coverage
                WHERE number = ? AND invalidated_at = 'infinity'
                """,
                number);
    }

    private static UUID id(String sql, Object parameter) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(sql)
                .param(parameter)
                .query(UUID.class)
                .single();
    }

    private static boolean suspended(String number) {
        return JdbcClient.create(world.server.database().superuser())
                .sql(
                        """
                        SELECT bool_or(suspended) FROM registry.coverage
                        WHERE number = ? AND invalidated_at = 'infinity'
                        """)
                .param(number)
                .query(Boolean.class)
                .single();
    }
}
