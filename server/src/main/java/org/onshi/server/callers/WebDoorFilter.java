package org.onshi.server.callers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.onshi.wire.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The threshold of the door for people, in this order: is there room, also for whoever has not
 * logged in and for this address, does the path belong here, is the body small enough. Who it is
 * comes later, from the session. Its refusals are pages, and so is a failure that no page could
 * answer; whoever is still sending gets the answer all the same.
 */
final class WebDoorFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WebDoorFilter.class);

    /** As long as a browser may go on sending a file that was refused. */
    private static final Duration DISCARD_LIMIT = Duration.ofSeconds(60);

    /** One address has one of so many parts of what strangers have, or a browser's few requests. */
    private static final int STRANGER_SHARES = 8;

    private static final int STRANGER_REQUESTS_LEAST = 4;

    private final transient WebSettings settings;
    private final transient BodyPace bodyPace;
    private final transient Semaphore room;
    private final transient Semaphore strangersRoom;
    private final transient CallerRooms addressRooms;
    private final transient CallerRooms strangerRooms;
    private final transient Timer answered;
    private final transient Counter turnedAway;

    WebDoorFilter(WebSettings settings, BodyPace bodyPace, MeterRegistry meters) {
        this.settings = settings;
        this.bodyPace = bodyPace;
        this.room = new Semaphore(settings.requestsMax());
        // the other half is kept for those who have logged in
        int strangersMax = Math.max(1, settings.requestsMax() / 2);
        this.strangersRoom = new Semaphore(strangersMax);
        // nobody logs in while one address holds all of the strangers' half
        this.strangerRooms =
                new CallerRooms(Math.max(STRANGER_REQUESTS_LEAST, strangersMax / STRANGER_SHARES));
        this.addressRooms = new CallerRooms(settings.addressRequestsMax());
        this.answered =
                Timer.builder("onshi.door.requests").tag("door", Door.WEB.label()).register(meters);
        this.turnedAway = meters.counter("onshi.door.overloaded", "door", Door.WEB.label());
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!room.tryAcquire()) {
            turnAway(response);
            return;
        }
        long begun = System.nanoTime();
        try {
            if (request.getSession(false) != null) {
                enter(request, true, response, chain);
            } else if (strangersRoom.tryAcquire()) {
                try {
                    enter(request, false, response, chain);
                } finally {
                    strangersRoom.release();
                }
            } else {
                turnAway(response);
            }
        } finally {
            room.release();
            answered.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private void turnAway(HttpServletResponse response) throws IOException {
        turnedAway.increment();
        WebFaultPage.write(FaultCode.OVERLOADED, response);
    }

    private void enter(
            HttpServletRequest request,
            boolean known,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        CallerRooms rooms = known ? addressRooms : strangerRooms;
        Optional<String> source = Doors.source(request);
        if (!source.map(rooms::enter).orElse(true)) {
            turnAway(response);
            return;
        }
        try {
            work(request, known, response, chain);
        } finally {
            source.ifPresent(rooms::leave);
        }
    }

    private void work(
            HttpServletRequest request,
            boolean known,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        boolean form = FormBody.isForm(request);
        long bytesMax = (form ? settings.formMax() : settings.uploadMax()).toBytes();
        // a person's browser reads no answer before it has sent its file, so as much is let come
        LimitedBody body =
                known
                        ? new LimitedBody(request, bytesMax, bodyPace, bytesMax, DISCARD_LIMIT)
                        : new LimitedBody(request, bytesMax, bodyPace);
        if (!Door.WEB.serves(request.getRequestURI())) {
            refuse(FaultCode.NOT_FOUND, body, known, response);
            return;
        }
        if (request.getContentLengthLong() > bytesMax) {
            refuse(FaultCode.BODY_TOO_LARGE, body, known, response);
            return;
        }
        try {
            chain.doFilter(
                    form ? form(body, known) : body,
                    body.hasBody() ? new PatientRedirects(response) : response);
        } catch (DataAccessException | TransactionException silent) {
            // asked before there is a page: whose session it is
            LOG.warn("the store is silent: {}", silent.getClass().getSimpleName());
            WebFaultPage.write(FaultCode.STORE_SILENT, response);
        } catch (IOException broken) {
            Optional<FaultCode> fault = Doors.brokenBody(broken);
            if (fault.isEmpty() || response.isCommitted()) {
                throw broken;
            }
            WebFaultPage.write(fault.get(), response);
        }
        if (body.cutOff() || "close".equals(response.getHeader("Connection"))) {
            body.discardAfterAnswer(response);
        } else {
            body.discardRest(response);
        }
    }

    /** What a stranger still sends is not waited for: it would hold one of the few places. */
    private static void refuse(
            FaultCode fault, LimitedBody body, boolean known, HttpServletResponse response)
            throws IOException {
        WebFaultPage.write(fault, response);
        if (known) {
            body.discardAfterAnswer(response);
        }
    }

    /** A stranger has no form to send, so nobody waits for one. */
    private static HttpServletRequest form(LimitedBody body, boolean known) throws IOException {
        return known ? FormBody.read(body) : FormBody.unread(body);
    }

    /**
     * Leads elsewhere without ending the connection under a browser that is still sending, as the
     * container's own redirections do: it would show neither the answer nor where it leads.
     */
    private static final class PatientRedirects extends HttpServletResponseWrapper {
        PatientRedirects(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendRedirect(String location) throws IOException {
            sendRedirect(location, SC_FOUND, true);
        }

        @Override
        public void sendRedirect(String location, int status, boolean clear) throws IOException {
            if (isCommitted()) {
                throw new IllegalStateException("an answer has begun already");
            }
            if (clear) {
                resetBuffer();
            }
            setStatus(status);
            setHeader("Location", location);
            setContentLength(0);
        }
    }
}
