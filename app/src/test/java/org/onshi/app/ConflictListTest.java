package org.onshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictListTest {
    private static final String CONFLICT =
            """
            {"conflict_id":"c%s","state":"OPEN","own":{"insurer_number":"01130012","symbol":"見本",
            "number":"77","branch":"01","birth_date":"1985-04-01","acquired_on":"2025-04-01"},
            "other":{"insurer_number":"138016","name":"見本市, 国保"},"overlap_from":"2025-04-01",
            "recorded_at":"2025-04-02T00:00:00Z"}\
            """;

    @Test
    void everyPageIsPrintedAndWhatIsOpenIsEmpty() throws Exception {
        List<String> asked = new ArrayList<>();
        HttpServer door =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext(
                "/insurer/conflicts",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    byte[] page =
                            page(exchange.getRequestURI().getQuery())
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        door.start();
        StringWriter out = new StringWriter();
        try (DoorClient insurer =
                DoorClient.plain("http://127.0.0.1:" + door.getAddress().getPort())) {
            new ConflictList(insurer, "OPEN").print(new PrintWriter(out));
        } finally {
            door.stop(0);
        }
        assertThat(asked)
                .containsExactly(
                        "/insurer/conflicts?state=OPEN", "/insurer/conflicts?state=OPEN&after=c1");
        assertThat(out.toString().lines())
                .containsExactly(
                        "conflict_id,state,insurer_number,symbol,number,branch,birth_date,"
                                + "acquired_on,lost_on,other_insurer_number,other_insurer_name,"
                                + "overlap_from,overlap_to,recorded_at,resolved_at",
                        line("c1"),
                        line("c2"));
    }

    private static String page(String query) {
        return query.contains("after=c1")
                ? "{\"conflicts\":[" + CONFLICT.formatted("2") + "]}"
                : "{\"conflicts\":[" + CONFLICT.formatted("1") + "],\"next\":\"c1\"}";
    }

    private static String line(String id) {
        return id
                + ",OPEN,01130012,見本,77,01,1985-04-01,2025-04-01,,138016,\"見本市, 国保\","
                + "2025-04-01,,2025-04-02T00:00:00Z,";
    }
}
