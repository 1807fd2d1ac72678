package org.onshi.server.insurerdoor;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Logins that have begun, known by a cookie of their own: whoever has not logged in gets no
 * session. Only so many are remembered, and only so long; whoever begins more forgets the oldest.
 */
final class ConsoleLoginStates
        implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    /** As long as a provider lets its login page stand open. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** About 2 KB each. */
    static final int REMEMBERED_MAX = 10_000;

    static final String COOKIE = "onshi_console_login";

    private static final String PATH = "/console/login";
    private static final int RANDOM_BYTES = 32;

    private final InstantSource clock;
    private final boolean secure;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Begun> begun =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    private record Begun(OAuth2AuthorizationRequest request, Instant until) {}

    /**
     * @param secure whether the cookie travels over TLS only
     */
    ConsoleLoginStates(InstantSource clock, boolean secure) {
        this.clock = clock;
        this.secure = secure;
    }

    /** Null, as Spring Security has it, for a login that never began, is over or too old. */
    @Override
    public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return id(request).flatMap(this::known).filter(it -> answers(request, it)).orElse(null);
    }

    /** The answer has to carry the state that the question had (RFC 6749, 10.12). */
    private static boolean answers(HttpServletRequest request, OAuth2AuthorizationRequest asked) {
        return asked.getState().equals(request.getParameter("state"));
    }

    private Optional<OAuth2AuthorizationRequest> known(String id) {
        synchronized (begun) {
            return Optional.ofNullable(begun.get(id))
                    .filter(it -> clock.instant().isBefore(it.until()))
                    .map(Begun::request);
        }
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest asked,
            HttpServletRequest request,
            HttpServletResponse response) {
        id(request).ifPresent(this::forget);
        if (asked == null) {
            cookie(response, "", Duration.ZERO);
            return;
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        synchronized (begun) {
            begun.values().removeIf(it -> !now.isBefore(it.until()));
            begun.put(id, new Begun(asked, now.plus(LIFE)));
        }
        cookie(response, id, LIFE);
    }

    @Override
    public OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
        if (asked != null) {
            id(request).ifPresent(this::forget);
            cookie(response, "", Duration.ZERO);
        }
        return asked;
    }

    private void forget(String id) {
        synchronized (begun) {
            begun.remove(id);
        }
    }

    private static Optional<String> id(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(it -> it.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst();
    }

    private void cookie(HttpServletResponse response, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, value)
                        .path(PATH)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
