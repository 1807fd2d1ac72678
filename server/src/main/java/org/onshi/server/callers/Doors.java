package org.onshi.server.callers;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EofException;
import org.onshi.wire.FaultCode;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What a door context needs to open: its filter chain, and afterwards the port it listens on. */
public final class Doors {
    private static final int IPV6_BYTES = 16;

    private final DoorSettings settings;
    private final WebSettings web;
    private final RevocationList revoked;
    private final Misuses misuses;
    private final MeterRegistry meters;
    private final DoorConnectors connectors;
    private final Set<Door> opened = ConcurrentHashMap.newKeySet();

    Doors(
            DoorSettings settings,
            WebSettings web,
            RevocationList revoked,
            Misuses misuses,
            MeterRegistry meters,
            DoorConnectors connectors) {
        this.settings = settings;
        this.web = web;
        this.revoked = revoked;
        this.misuses = misuses;
        this.meters = meters;
        this.connectors = connectors;
    }

    /**
     * The filter chain of one machine door: no session, no login, no cookies, hence nothing that a
     * cross-site request could ride on. The chain is written out rather than built, so that an
     * eligibility check passes these three filters and no others.
     *
     * @param admits whether a caller with the right kind of certificate is known to the master
     *     data; asked for every request
     */
    public SecurityFilterChain chain(Door door, Predicate<Caller> admits) {
        if (!opened.add(door)) {
            throw new IllegalStateException("the door is open already: " + door);
        }
        return new DefaultSecurityFilterChain(
                request -> Door.of(request) == door,
                headers(),
                new DoorFilter(door, settings, admits, revoked, misuses, meters),
                new AuthorizationFilter(
                        AuthorityAuthorizationManager.hasAuthority(KnownCaller.authority(door))));
    }

    /**
     * Opens the door of people: its context builds the chain, since login and session are its own.
     *
     * @return tells this door's requests from others
     */
    public RequestMatcher openWeb() {
        if (!opened.add(Door.WEB)) {
            throw new IllegalStateException("the door is open already: " + Door.WEB);
        }
        return request -> Door.of(request) == Door.WEB;
    }

    /** What comes first in that chain: room, path and limits. */
    public Filter webThreshold() {
        return new WebDoorFilter(web, settings.bodyPace(), meters);
    }

    /**
     * Where a request comes from, for limits that nobody shall use up alone: the address, of an
     * IPv6 one the first 64 bits, since one line has all of the rest. A proxy on this machine names
     * it last in {@code X-Forwarded-For}; nobody else is believed.
     *
     * @return empty for this machine itself, where nobody is told from another
     */
    public static Optional<String> source(HttpServletRequest request) {
        String peer = String.valueOf(request.getRemoteAddr());
        Optional<InetAddress> address = literal(peer);
        if (address.isEmpty()) {
            return Optional.of(peer);
        }
        return address.filter(it -> !it.isLoopbackAddress())
                .or(() -> lastHop(request).filter(it -> !it.isLoopbackAddress()))
                .map(Doors::line);
    }

    private static Optional<InetAddress> lastHop(HttpServletRequest request) {
        List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
        if (forwarded.isEmpty()) {
            return Optional.empty();
        }
        String hops = forwarded.getLast();
        return literal(hops.substring(hops.lastIndexOf(',') + 1).strip());
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String line(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2)
                : address.getHostAddress();
    }

    /**
     * What is wrong with a body, where a failure tells: too long, too slow, cut short, no form.
     *
     * @return empty for a failure that is not the sender's doing
     */
    public static Optional<FaultCode> brokenBody(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LimitedBody.TooLarge) {
                return Optional.of(FaultCode.BODY_TOO_LARGE);
            }
            if (cause instanceof BodyPace.TooSlow || cause instanceof TimeoutException) {
                return Optional.of(FaultCode.REQUEST_TOO_SLOW);
            }
            if (cause instanceof FormBody.Malformed || cause instanceof EofException) {
                return Optional.of(FaultCode.REQUEST_MALFORMED);
            }
        }
        return Optional.empty();
    }

    /** Whether people come over TLS, so that their cookies never travel without. */
    public boolean webIsTls() {
        return web.tls();
    }

    /**
     * Whatever comes through a door that no context opened finds nothing there; without a chain it
     * would pass unasked.
     */
    SecurityFilterChain closed() {
        return new DefaultSecurityFilterChain(
                request -> !opened.contains(Door.of(request)),
                (request, response, _) ->
                        Problem.of(FaultCode.NOT_FOUND).write((HttpServletResponse) response));
    }

    /** Loopback only, read only, nothing of anybody. */
    SecurityFilterChain management() {
        opened.add(Door.MANAGEMENT);
        return new DefaultSecurityFilterChain(
                request -> Door.of(request) == Door.MANAGEMENT, headers(), new ManagementFilter());
    }

    /** The port a door listens on, once the server has started. */
    public int port(Door door) {
        return connectors.port(door);
    }

    private static HeaderWriterFilter headers() {
        HstsHeaderWriter hsts = new HstsHeaderWriter();
        return new HeaderWriterFilter(
                List.of(
                        new XContentTypeOptionsHeaderWriter(),
                        new CacheControlHeadersWriter(),
                        hsts,
                        new StaticHeadersWriter(
                                "Content-Security-Policy",
                                "default-src 'none'; frame-ancestors 'none'"),
                        new StaticHeadersWriter("Referrer-Policy", "no-referrer")));
    }
}
