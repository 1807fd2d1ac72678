package org.onshi.server.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.callers.Door;
import org.onshi.wire.FaultCode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is handed out to be printed arrives, or is known not to have (requirements C-07, J-09). */
@Tag("database")
@Tag("store")
@Tag("C-07")
class PrintBatchesTest {
    private static final String KYOKAI = DutyWorld.KYOKAI;
    private static final String PRINT = "/operator/letters/print";
    private static final String BATCHES = "/operator/letter-batches";

    private static DutyWorld world;
    private static HttpClient operator;

    @BeforeAll
    static void open() throws Exception {
        world = new DutyWorld("2024-04-12");
        operator = world.server.keys().operator().http();
    }

    @AfterAll
    static void close() {
        operator.close();
        world.close();
    }

    @Test
    @Tag("J-09")
    void lettersWhoseFileBrokeOffOnItsWayAreHadAgainAndNeverPrintedTwiceUnnoticed()
            throws Exception {
        Set<String> written = new TreeSet<>(written(1, 2, 3));
        breakOffInTheAnswer();
        Await.until("they count as printed", () -> world.figures(BATCHES).size() == 1);
        assertThat(print().statusCode()).as("nothing new is left to print").isEqualTo(204);

        List<String> lost = List.of(world.figures(BATCHES).getFirst().split(",", -1));
        assertThat(lost.subList(2, 4))
                .as("three letters, handed out once")
                .containsExactly("3", "1");
        UUID batch = UUID.fromString(lost.getFirst());
        HttpResponse<byte[]> again = post(BATCHES + "/" + batch + "/file");
        assertThat(again.headers().firstValue("Onshi-Print-Batch")).hasValue(batch.toString());
        assertThat(names(again.body())).isEqualTo(written);
        assertThat(world.figures(BATCHES).getFirst()).endsWith(",3,2");
        assertThat(world.server.audited("letter.printed").stream().filter(it -> of(it, batch)))
                .as("each person's entries say that it was handed out twice")
                .hasSize(6)
                .filteredOn(it -> it.contains("\"time\":\"2\""))
                .hasSize(3);

        acknowledge(batch);
        acknowledge(batch);
        assertThat(world.figures(BATCHES)).isEmpty();
        assertThat(
                        world.server.audited("letter.batch_received").stream()
                                .filter(it -> of(it, batch)))
                .hasSize(1);
    }

    @Test
    void eachBatchHasItsOwnLettersAndIsTheSameWheneverItIsAskedFor() throws Exception {
        Set<String> first = new TreeSet<>(written(11));
        HttpResponse<byte[]> one = print();
        Set<String> second = new TreeSet<>(written(12));
        HttpResponse<byte[]> other = print();
        assertThat(names(one.body())).isEqualTo(first);
        assertThat(names(other.body())).isEqualTo(second);
        UUID batch = batch(one);
        acknowledge(batch(other));
        acknowledge(batch);
        assertThat(post(BATCHES + "/" + batch + "/file").body())
                .as("also after it was acknowledged, if it gets lost there")
                .isEqualTo(one.body());
    }

    @Test
    void whoAsksForMoreIsToldWhatNobodyHasAcknowledgedAndGetsItAllTheSame() throws Exception {
        written(21);
        UUID open = batch(print());
        written(22);
        HttpResponse<byte[]> next = print();
        assertThat(next.statusCode()).as("two may print at once").isEqualTo(200);
        assertThat(batch(next)).isNotEqualTo(open);
        HttpResponse<byte[]> none = print();
        assertThat(none.statusCode()).isEqualTo(204);
        assertThat(openBatches(next)).containsExactly(open.toString());
        assertThat(openBatches(none)).containsExactly(open.toString(), batch(next).toString());
        String told =
                URLDecoder.decode(
                        next.headers().firstValue("Link").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(told)
                .startsWith("<" + BATCHES + ">; rel=\"related\"; title*=UTF-8''受領されていない束が 1 つ")
                .contains("/file", "/acknowledgement", "Batches not acknowledged: 1");

        acknowledge(open);
        acknowledge(batch(next));
        HttpResponse<byte[]> quiet = print();
        assertThat(quiet.headers().map()).doesNotContainKeys("onshi-open-batch", "link");
    }

    private static List<String> openBatches(HttpResponse<byte[]> answer) {
        return answer.headers().allValues("Onshi-Open-Batch").stream()
                .map(it -> it.substring(0, it.indexOf(";since=")))
                .toList();
    }

    @Test
    void aBatchThatThereIsNotIsNotFound() throws Exception {
        for (String what : List.of("/file", "/acknowledgement")) {
            HttpResponse<byte[]> none = post(BATCHES + "/" + UUID.randomUUID() + what);
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(new String(none.body(), StandardCharsets.UTF_8))
                    .contains(FaultCode.NOT_FOUND.code());
        }
    }

    /** Asks for the letters and is gone when the first octets of the answer come. */
    private static void breakOffInTheAnswer() throws Exception {
        try (SSLSocket caller =
                (SSLSocket)
                        world.server
                                .keys()
                                .operator()
                                .context()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", world.server.port(Door.OPERATOR))) {
            caller.startHandshake();
            caller.getOutputStream()
                    .write(
                            ("POST "
                                            + PRINT
                                            + " HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().flush();
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            // closed at once, what was not read is thrown away
            caller.setSoLinger(true, 0);
        }
    }

    /** Registers persons and has them written to; the ids of what waits to be printed. */
    private static List<String> written(int... places) throws Exception {
        for (int place : places) {
            world.send(KYOKAI, DutyWorld.row("ADD", KYOKAI, place, "2024-04-01", "2024-04-06"));
            HttpResponse<String> asked =
                    world.post(
                            KYOKAI,
                            "/insurer/confirmation-letters",
                            """
                            {"insurer_number":"%s","symbol":"12","number":"%d","branch":"01",
                            "birth_date":"1985-03-04"}
                            """
                                    .formatted(KYOKAI, place));
            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        }
        return JdbcClient.create(world.server.database().superuser())
                .sql("SELECT letter_id FROM letters.letter WHERE printed_at IS NULL")
                .query(String.class)
                .list();
    }

    private static boolean of(String entry, UUID batch) {
        return entry.contains("\"batch\":\"" + batch + "\"");
    }

    private static HttpResponse<byte[]> print() throws Exception {
        return post(PRINT);
    }

    private static UUID batch(HttpResponse<byte[]> printed) {
        return UUID.fromString(printed.headers().firstValue("Onshi-Print-Batch").orElseThrow());
    }

    private static void acknowledge(UUID batch) throws Exception {
        assertThat(post(BATCHES + "/" + batch + "/acknowledgement").statusCode()).isEqualTo(204);
    }

    private static HttpResponse<byte[]> post(String path) throws Exception {
        return operator.send(
                HttpRequest.newBuilder(world.server.at(Door.OPERATOR, path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Set<String> names(byte[] file) throws Exception {
        Set<String> names = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName().replace(".pdf", ""));
            }
        }
        return names;
    }
}
