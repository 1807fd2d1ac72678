package org.onshi.server.insurerdoor;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Logins under way: nobody's is lost to another address's many. */
class ConsoleLoginStatesTest {
    private Instant now = Instant.parse("2025-01-06T00:00:00Z");
    private final ConsoleLoginStates states = new ConsoleLoginStates(() -> now, false);

    /** A login as its browser knows it. */
    private record Begun(String cookie, String state) {}

    private Begun begin(String address) {
        String state = UUID.randomUUID().toString();
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        MockHttpServletResponse response = new MockHttpServletResponse();
        states.saveAuthorizationRequest(
                OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri("https://login.example.jp/authorize")
                        .clientId("onshi-console")
                        .state(state)
                        .build(),
                request,
                response);
        return new Begun(response.getCookie(ConsoleLoginStates.COOKIE).getValue(), state);
    }

    private boolean known(Begun begun) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie(ConsoleLoginStates.COOKIE, begun.cookie()));
        request.setParameter("state", begun.state());
        return states.loadAuthorizationRequest(request) != null;
    }

    @Test
    void whoeverBeginsTooManyForgetsTheOwnOldest() {
        Begun clerk = begin("192.0.2.1");
        Begun first = begin("198.51.100.7");
        Begun second = begin("198.51.100.7");
        for (int more = 2; more < ConsoleLoginStates.OF_ONE_SOURCE_MAX; more++) {
            begin("198.51.100.7");
        }
        assertThat(known(first)).isTrue();

        Begun last = begin("198.51.100.7");

        assertThat(known(first)).isFalse();
        assertThat(known(second)).isTrue();
        assertThat(known(last)).isTrue();
        assertThat(known(clerk)).isTrue();
    }

    @Test
    void whenAllAreTakenTheSourceWithMostForgetsOne() {
        Begun clerk = begin("192.0.2.1");
        for (int begun = 0; begun <= ConsoleLoginStates.REMEMBERED_MAX + 60; begun++) {
            begin("198.51.100." + begun % 11);
        }
        assertThat(known(clerk)).isTrue();
        assertThat(known(begin("192.0.2.2"))).isTrue();
    }

    @Test
    void anIpv6LineIsOneSourceWhateverItsLastHalf() {
        Begun clerk = begin("2001:db8:0:2::1");
        Begun first = begin("2001:db8:0:1::1");
        for (int more = 0; more < ConsoleLoginStates.OF_ONE_SOURCE_MAX; more++) {
            begin("[2001:db8:0:1:0:0:%x:1]".formatted(more));
        }
        assertThat(known(first)).isFalse();
        assertThat(known(clerk)).isTrue();
    }

    @Test
    void behindAProxyOnThisMachineNobodySharesWithAll() {
        Begun first = begin("127.0.0.1");
        for (int more = 0; more < ConsoleLoginStates.OF_ONE_SOURCE_MAX; more++) {
            begin("127.0.0.1");
        }
        assertThat(known(first)).isTrue();
    }

    @Test
    void aLoginIsForgottenAfterItsTime() {
        Begun clerk = begin("192.0.2.1");
        now = now.plus(ConsoleLoginStates.LIFE).minusNanos(1);
        assertThat(known(clerk)).isTrue();
        now = now.plusNanos(1);
        assertThat(known(clerk)).isFalse();
    }
}
