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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.onshi.server.callers.Doors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Logins that have begun, known by a cookie of their own: whoever has not logged in gets no
 * session. Only so many are remembered, and only so long. Whoever begins more than a share of them
 * forgets the own oldest; when all are taken, the source that has most of them does. So one address
 * takes nobody else's login: those of its own line it can, many addresses together can, and without
 * what a proxy tells, all that comes from this machine is one.
 */
final class ConsoleLoginStates
        implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    /** As long as a provider lets its login page stand open. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** About 2 KB each. */
    static final int REMEMBERED_MAX = 10_000;

    /** Of one source: more than an insurer behind one address begins in ten minutes. */
    static final int OF_ONE_SOURCE_MAX = 1_000;

    static final String COOKIE = "onshi_console_login";

    /** Nobody there is told from another, so that no share holds. */
    private static final String THIS_MACHINE = "";

    private static final String PATH = "/console/login";
    private static final int RANDOM_BYTES = 32;

    private final InstantSource clock;
    private final boolean secure;
    private final SecureRandom random = new SecureRandom();

    /** By id, the oldest first. */
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    /** The ids of each source, the oldest first. */
    private final Map<String, LinkedHashSet<String>> bySource = new HashMap<>();

    private record Begun(OAuth2AuthorizationRequest request, String source, Instant until) {}

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
        remember(id, asked, Doors.source(request).orElse(THIS_MACHINE));
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

    private void remember(String id, OAuth2AuthorizationRequest asked, String source) {
        Instant now = clock.instant();
        synchronized (begun) {
            forgetOld(now);
            Set<String> own = bySource.getOrDefault(source, new LinkedHashSet<>());
            if (!source.equals(THIS_MACHINE) && own.size() >= OF_ONE_SOURCE_MAX) {
                forget(own.iterator().next());
            } else if (begun.size() >= REMEMBERED_MAX) {
                bySource.values().stream()
                        .max(Comparator.comparingInt(Set::size))
                        .ifPresent(most -> forget(most.iterator().next()));
            }
            begun.put(id, new Begun(asked, source, now.plus(LIFE)));
            bySource.computeIfAbsent(source, _ -> new LinkedHashSet<>()).add(id);
        }
    }

    /** The oldest stand first, and all live equally long. */
    private void forgetOld(Instant now) {
        while (!begun.isEmpty()) {
            Map.Entry<String, Begun> oldest = begun.entrySet().iterator().next();
            if (now.isBefore(oldest.getValue().until())) {
                return;
            }
            forget(oldest.getKey());
        }
    }

    private void forget(String id) {
        synchronized (begun) {
            Begun forgotten = begun.remove(id);
            if (forgotten != null) {
                bySource.computeIfPresent(
                        forgotten.source(),
                        (_, ids) -> {
                            ids.remove(id);
                            return ids.isEmpty() ? null : ids;
                        });
            }
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
