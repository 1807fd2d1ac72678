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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.onshi.wire.FaultCode;

/**
 * The threshold of the door for people, in this order: is there room, also for this address, does
 * the path belong here, is the body small enough. Who it is comes later, from the session. Its
 * refusals are pages.
 */
final class WebDoorFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient WebSettings settings;
    private final transient BodyPace bodyPace;
    private final transient Semaphore room;
    private final transient CallerRooms addressRooms;
    private final transient Timer answered;
    private final transient Counter turnedAway;

    WebDoorFilter(WebSettings settings, BodyPace bodyPace, MeterRegistry meters) {
        this.settings = settings;
        this.bodyPace = bodyPace;
        this.room = new Semaphore(settings.requestsMax());
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
        String address = request.getRemoteAddr();
        boolean entered = false;
        try {
            entered = addressRooms.enter(address);
            if (entered) {
                work(request, response, chain);
            } else {
                turnAway(response);
            }
        } finally {
            if (entered) {
                addressRooms.leave(address);
            }
            room.release();
            answered.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private void turnAway(HttpServletResponse response) throws IOException {
        turnedAway.increment();
        refuse(FaultCode.OVERLOADED, response);
    }

    private void work(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!Door.WEB.serves(request.getRequestURI())) {
            refuse(FaultCode.NOT_FOUND, response);
            return;
        }
        boolean form = FormBody.isForm(request);
        long bytesMax = (form ? settings.formMax() : settings.uploadMax()).toBytes();
        if (request.getContentLengthLong() > bytesMax) {
            refuse(FaultCode.BODY_TOO_LARGE, response);
            return;
        }
        LimitedBody body = new LimitedBody(request, bytesMax, bodyPace);
        HttpServletRequest taken = body;
        if (form) {
            try {
                taken = FormBody.read(body);
            } catch (LimitedBody.TooLarge large) {
                refuse(FaultCode.BODY_TOO_LARGE, response);
                return;
            } catch (BodyPace.TooSlow slow) {
                refuse(FaultCode.REQUEST_TOO_SLOW, response);
                return;
            } catch (IOException broken) {
                refuse(FaultCode.REQUEST_MALFORMED, response);
                return;
            }
        }
        chain.doFilter(taken, response);
    }

    /** Nothing of a style sheet: whoever is refused here is given no second request. */
    private static void refuse(FaultCode fault, HttpServletResponse response) throws IOException {
        response.setStatus(fault.httpStatus());
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Connection", "close");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (fault.httpStatus() == Problem.SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        byte[] page =
                """
                <!DOCTYPE html>
                <html lang="ja"><head><meta charset="utf-8"><title>%1$s</title></head>
                <body><main><h1>%1$s</h1><p>%2$s</p><p lang="en">%3$s %4$s</p>
                <p><code>%5$s</code></p><p><a href="/console/">はじめの画面へ</a></p></main></body></html>
                """
                        .formatted(
                                fault.whatJa(""),
                                fault.mendJa(),
                                fault.whatEn(""),
                                fault.mendEn(),
                                fault.code())
                        .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
