package org.onshi.server.callers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** Who finds a place at the door for people. */
class WebDoorFilterTest {
    private static final int REQUESTS_MAX = 128;
    private static final int OF_ONE_STRANGER = 8;

    private final WebDoorFilter door =
            new WebDoorFilter(
                    new WebSettings(
                            0,
                            "127.0.0.1",
                            false,
                            REQUESTS_MAX,
                            64,
                            DataSize.ofGigabytes(2),
                            DataSize.ofKilobytes(64)),
                    new BodyPace(4_096, Duration.ofSeconds(20)),
                    new SimpleMeterRegistry());

    private static MockHttpServletRequest stranger(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/console/login");
        request.setRemoteAddr(address);
        return request;
    }

    /** The answer to the last, while as many before it are still worked on. */
    private int behind(int others, String address, MockHttpServletRequest last)
            throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        if (others == 0) {
            door.doFilter(last, response, (_, _) -> {});
            return response.getStatus();
        }
        int[] status = new int[1];
        FilterChain next = (_, _) -> status[0] = behind(others - 1, address, last);
        door.doFilter(stranger(address), response, next);
        assertThat(response.getStatus()).isEqualTo(200);
        return status[0];
    }

    @Test
    void oneAddressDoesNotShutOutEveryLogin() throws Exception {
        String many = "198.51.100.7";
        assertThat(behind(OF_ONE_STRANGER - 1, many, stranger(many))).isEqualTo(200);
        assertThat(behind(OF_ONE_STRANGER, many, stranger(many))).isEqualTo(503);
        assertThat(behind(OF_ONE_STRANGER, many, stranger("192.0.2.1"))).isEqualTo(200);
    }

    @Test
    void thisMachineHasNoShareSinceAProxyBringsEverybody() throws Exception {
        MockHttpServletRequest last = stranger("127.0.0.1");
        assertThat(behind(OF_ONE_STRANGER, "127.0.0.1", last)).isEqualTo(200);
        assertThat(behind(REQUESTS_MAX / 2, "127.0.0.1", last)).isEqualTo(503);
    }

    @Test
    void whomAProxyOnThisMachineNamesLastIsTheSource() {
        MockHttpServletRequest request = stranger("127.0.0.1");
        assertThat(Doors.source(request)).isEmpty();
        request.addHeader("X-Forwarded-For", "203.0.113.9, 192.0.2.1");
        assertThat(Doors.source(request)).contains("192.0.2.1");
        MockHttpServletRequest elsewhere = stranger("198.51.100.7");
        elsewhere.addHeader("X-Forwarded-For", "192.0.2.1");
        assertThat(Doors.source(elsewhere)).contains("198.51.100.7");
    }

    @Test
    void aStrangersBodyTooLargeIsNotWaitedFor() throws Exception {
        MockHttpServletRequest request = stranger("198.51.100.7");
        request.setMethod("POST");
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(new byte[65 << 10]);
        MockHttpServletResponse response = new MockHttpServletResponse();
        door.doFilter(request, response, (_, _) -> {});
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getHeader("Connection")).isEqualTo("close");
        assertThat(request.getInputStream().available()).isPositive();
    }
}
