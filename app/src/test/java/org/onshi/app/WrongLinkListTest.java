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
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WrongLinkListTest {
    private static final String LINK =
            """
            {"wrong_link_id":"w%1$s","coverage_id":"c%1$s","state":"LOOKED_UP","source":"PERSON",
            "linked_at":"2024-04-02T00:00:00Z","suspended_at":"2025-01-06T00:00:00Z",
            "looked_up_at":"2025-01-06T01:00:00Z","viewings":%1$s,"next_step":"判定, decision"}\
            """;

    @Test
    void everyPageIsPrintedAndAStepNotTakenIsEmpty() throws Exception {
        List<String> asked = new ArrayList<>();
        HttpServer door =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext(
                "/insurer/wrong-links",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    byte[] page =
                            page(Objects.toString(exchange.getRequestURI().getQuery(), ""))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        door.start();
        StringWriter out = new StringWriter();
        try (DoorClient insurer =
                DoorClient.plain("http://127.0.0.1:" + door.getAddress().getPort())) {
            new WrongLinkList(insurer).print(new PrintWriter(out));
        } finally {
            door.stop(0);
        }
        assertThat(asked).containsExactly("/insurer/wrong-links", "/insurer/wrong-links?after=w1");
        assertThat(out.toString().lines())
                .containsExactly(
                        "wrong_link_id,coverage_id,state,source,linked_at,suspended_at,"
                                + "looked_up_at,viewings,decided_at,corrected_at,told,published_at,"
                                + "next_step",
                        line("1"),
                        line("2"));
    }

    private static String page(String query) {
        return query.contains("after=w1")
                ? "{\"wrong_links\":[" + LINK.formatted("2") + "]}"
                : "{\"wrong_links\":[" + LINK.formatted("1") + "],\"next\":\"w1\"}";
    }

    private static String line(String id) {
        return "w%1$s,c%1$s,LOOKED_UP,PERSON,2024-04-02T00:00:00Z,2025-01-06T00:00:00Z,"
                        .formatted(id)
                + "2025-01-06T01:00:00Z,"
                + id
                + ",,,,,\"判定, decision\"";
    }
}
