package org.onshi.server.callers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.EndPoint;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.transaction.TransactionException;

/**
 * The threshold of one door, in this order: is there room, whose certificate is it, may it use this
 * door, is it revoked, is its holder registered, has it room of its own left, does the path belong
 * here, is the body small enough. The first "no" ends the request; those that are a certified
 * caller's own doing are in the audit log ({@link Misuses}), and without the entry that the first
 * of a minute must have there is no answer but 503.
 */
final class DoorFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DoorFilter.class);
    private static final String CERTIFICATE = "org.onshi.certificate";

    private final transient Door door;
    private final transient Predicate<Caller> admits;
    private final transient RevocationList revoked;
    private final transient Misuses misuses;
    private final transient Semaphore room;
    private final transient CallerRooms callerRooms;
    private final transient Timer answered;
    private final transient Counter turnedAway;
    private final transient Counter refused;
    private final transient BodyPace bodyPace;
    private final long bodyBytesMax;

    DoorFilter(
            Door door,
            DoorSettings settings,
            Predicate<Caller> admits,
            RevocationList revoked,
            Misuses misuses,
            MeterRegistry meters) {
        this.door = door;
        this.admits = admits;
        this.revoked = revoked;
        this.misuses = misuses;
        this.room = new Semaphore(settings.of(door).requestsMax());
        this.callerRooms = new CallerRooms(settings.of(door).callerRequestsMax());
        this.bodyPace = settings.bodyPace();
        this.bodyBytesMax = settings.bodyBytesMax(door);
        this.answered =
                Timer.builder("onshi.door.requests").tag("door", door.label()).register(meters);
        this.turnedAway = meters.counter("onshi.door.overloaded", "door", door.label());
        this.refused = meters.counter("onshi.door.refused", "door", door.label());
        meters.gauge(
                "onshi.door.working",
                io.micrometer.core.instrument.Tags.of("door", door.label()),
                this,
                it -> settings.of(door).requestsMax() - it.room.availablePermits());
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!room.tryAcquire()) {
            turnAway(request, response);
            return;
        }
        long begun = System.nanoTime();
        try {
            enter(request, response, chain);
        } finally {
            room.release();
            answered.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Keeps the connection when it can: a caller that has to come back with a full handshake makes
     * an overload worse. Nobody is waited for here, so a body still on its way ends it.
     */
    private void turnAway(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        turnedAway.increment();
        Problem.of(FaultCode.OVERLOADED).write(response, !arrived(request));
    }

    private boolean arrived(HttpServletRequest request) {
        try {
            return new LimitedBody(request, bodyBytesMax, bodyPace).discardedWithoutWaiting();
        } catch (IOException broken) {
            LOG.debug("the body of a request turned away is broken", broken);
            return false;
        }
    }

    private void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        KnownCaller caller;
        try {
            caller = caller(request, response);
        } catch (DataAccessException | TransactionException silent) {
            Problem.of(FaultCode.STORE_SILENT).write(response, true);
            return;
        }
        if (caller == null) {
            return;
        }
        String name = caller.getPrincipal().auditName();
        if (!callerRooms.enter(name)) {
            turnAway(request, response);
            return;
        }
        try {
            work(caller, request, response, chain);
        } finally {
            callerRooms.leave(name);
        }
    }

    private void work(
            KnownCaller caller,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        LimitedBody body = new LimitedBody(request, bodyBytesMax, bodyPace);
        if (!door.serves(request.getRequestURI())) {
            Problem.of(FaultCode.NOT_FOUND).write(response);
            body.discardRest(response);
            return;
        }
        if (request.getContentLengthLong() > bodyBytesMax) {
            // what is left of it isn't read to its end, so this connection cannot be used again
            Problem.of(FaultCode.BODY_TOO_LARGE).write(response, true);
            body.discardAfterAnswer(response);
            return;
        }
        SecurityContextHolder.setContext(new SecurityContextImpl(caller));
        try {
            chain.doFilter(body, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
        if (body.cutOff()) {
            body.discardAfterAnswer(response);
        } else {
            body.discardRest(response);
        }
    }

    /** The caller, or null when it was refused and answered. */
    private KnownCaller caller(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Shown shown = shown(request);
        ClientCertificate certificate = shown.certificate();
        if (revoked.holds(certificate.serial())) {
            return refuse(
                    AuditEvent.CALLER_REVOKED,
                    FaultCode.CERTIFICATE_REVOKED,
                    certificate,
                    "revoked",
                    response);
        }
        if (!certificate.valid()) {
            // the handshake looked, but a session can be resumed and a connection can outlive its
            // certificate
            return refuse(
                    AuditEvent.CALLER_REVOKED,
                    FaultCode.CERTIFICATE_REVOKED,
                    certificate,
                    "expired",
                    response);
        }
        if (shown.caller() == null || shown.caller().getPrincipal().door() != door) {
            return refuse(
                    AuditEvent.CALLER_WRONG_ROLE,
                    FaultCode.WRONG_DOOR,
                    certificate,
                    "role",
                    response);
        }
        if (!admits.test(shown.caller().getPrincipal())) {
            return refuse(
                    AuditEvent.CALLER_UNKNOWN,
                    FaultCode.CALLER_UNKNOWN,
                    certificate,
                    "unregistered",
                    response);
        }
        return shown.caller();
    }

    private KnownCaller refuse(
            AuditEvent event,
            FaultCode fault,
            ClientCertificate certificate,
            String reason,
            HttpServletResponse response)
            throws IOException {
        refused.increment();
        misuses.record(certificate, door, event, reason);
        // whoever is refused as a caller isn't waited for: what is still to come is not read
        Problem.of(fault).write(response, true);
        return null;
    }

    /** What this TLS session showed; parsed once a session. */
    private record Shown(ClientCertificate certificate, KnownCaller caller) {}

    private static Shown shown(HttpServletRequest request) {
        if (!(request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                        instanceof EndPoint.SslSessionData tls)
                || tls.peerCertificates() == null
                || tls.peerCertificates().length == 0) {
            throw new IllegalStateException(
                    "a request without a client certificate came through a mutual-TLS door");
        }
        SSLSession session = tls.sslSession();
        if (session.getValue(CERTIFICATE) instanceof Shown known) {
            return known;
        }
        ClientCertificate certificate = ClientCertificate.of(tls.peerCertificates()[0]);
        Shown shown =
                new Shown(certificate, certificate.caller().map(KnownCaller::new).orElse(null));
        session.putValue(CERTIFICATE, shown);
        return shown;
    }
}
