package org.onshi.server.callers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.onshi.wire.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults found below the servlets (unreadable request line, headers over the limit), in the same
 * form as every other.
 */
final class FaultPages extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FaultPages.class);

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            String message,
            Throwable cause,
            Callback callback) {
        if (cause != null && code >= 500) {
            LOG.error("a request failed below the servlets", cause);
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (Door.WEB.label().equals(request.getConnectionMetaData().getConnector().getName())) {
            // whoever sits at a browser is told by a page
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, WebFaultPage.MEDIA_TYPE);
            response.getHeaders().put("Content-Security-Policy", WebFaultPage.POLICY);
            response.write(true, ByteBuffer.wrap(WebFaultPage.html(fault(code))), callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(Problem.of(fault(code)).json()), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    static FaultCode fault(int status) {
        return switch (status) {
            case 404 -> FaultCode.NOT_FOUND;
            case 405 -> FaultCode.METHOD_REFUSED;
            case 406 -> FaultCode.ANSWER_TYPE_REFUSED;
            case 408 -> FaultCode.REQUEST_TOO_SLOW;
            case 413 -> FaultCode.BODY_TOO_LARGE;
            case 414, 431 -> FaultCode.HEADERS_TOO_LARGE;
            case 415 -> FaultCode.MEDIA_TYPE_REFUSED;
            case 503 -> FaultCode.OVERLOADED;
            default -> status < 500 ? FaultCode.REQUEST_MALFORMED : FaultCode.INTERNAL;
        };
    }
}
