package org.onshi.server.callers;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.onshi.wire.FaultCode;

/**
 * A fault as people see it where no context can draw a page: before the login is known, below the
 * servlets, or when the store is silent. Without a style sheet, since whoever is refused here may
 * get no second request.
 */
final class WebFaultPage {
    static final String MEDIA_TYPE = "text/html;charset=UTF-8";
    static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    private WebFaultPage() {}

    /**
     * Answers with it, the last answer on this connection.
     *
     * @throws IOException when an answer has begun already: thrown on, the failure breaks the
     *     connection, so that an answer cut in its middle can't be taken for a whole one
     */
    static void write(FaultCode fault, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            throw new IOException("an answer has begun already, it cannot become a page");
        }
        response.reset();
        response.setStatus(fault.httpStatus());
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Connection", "close");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", POLICY);
        if (fault.httpStatus() == Problem.SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        byte[] page = html(fault);
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    static byte[] html(FaultCode fault) {
        return """
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
    }
}
