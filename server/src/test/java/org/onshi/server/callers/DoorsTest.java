package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.TestServer;

@Tag("database")
class DoorsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void health() throws Exception {
        var answer = server.get(HttpClient.newHttpClient(), Door.MANAGEMENT, "/actuator/health");
        assertThat(answer.body()).contains("UP");
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
