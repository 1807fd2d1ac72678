package org.onshi.server.callers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.onshi.kernel.MalformedValue;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * The one place where the machine doors turn a failure into an answer. What a caller sent is never
 * repeated, neither in the answer nor in the log: only codes, names of fields and places.
 */
@RestControllerAdvice
final class FaultAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(FaultAdvice.class);
    private static final String FIELD_NAME = "[A-Za-z_][A-Za-z0-9_]{0,63}";

    @ExceptionHandler
    void fault(Fault fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (fault.code() == FaultCode.INTERNAL) {
            incident(fault, response);
            return;
        }
        if (fault.code().httpStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            LOG.warn(
                    "{} {}: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    fault.code().code(),
                    fault.getCause());
        }
        new Problem(
                        fault.code(),
                        fault.field(),
                        fault.position().map(at -> place(at.line(), at.column())),
                        Optional.empty())
                .write(response);
    }

    /**
     * A value of a field that cannot exist. Its message names the field and never holds the value.
     */
    @ExceptionHandler
    void malformed(MalformedValue malformed, HttpServletResponse response) throws IOException {
        Problem.in(FaultCode.IDENTIFIER_MALFORMED, malformed.getMessage()).write(response);
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException unreadable, HttpServletResponse response)
            throws IOException {
        if (!broken(unreadable, response)) {
            Optional<JacksonException> json = cause(unreadable, JacksonException.class);
            new Problem(
                            FaultCode.DOCUMENT_BROKEN,
                            json.flatMap(FaultAdvice::field),
                            json.flatMap(FaultAdvice::place),
                            Optional.empty())
                    .write(response);
        }
    }

    @ExceptionHandler({IOException.class, UncheckedIOException.class})
    void connection(Exception failure, HttpServletResponse response) throws IOException {
        if (!broken(failure, response)) {
            if (cause(failure, org.eclipse.jetty.io.EofException.class).isPresent()) {
                LOG.debug("the caller went away");
            } else {
                incident(failure, response);
            }
        }
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class,
        TransactionException.class
    })
    void silent(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn(
                "{} {}: the store is silent: {}",
                request.getMethod(),
                request.getRequestURI(),
                failure.getClass().getSimpleName());
        Problem.of(FaultCode.STORE_SILENT).write(response);
    }

    @ExceptionHandler
    void mediaType(HttpMediaTypeException refused, HttpServletResponse response)
            throws IOException {
        Problem.of(FaultPages.fault(refused.getStatusCode().value())).write(response);
    }

    /** A path or parameter that cannot be what it stands for, as an id that is none. */
    @ExceptionHandler
    void mismatch(TypeMismatchException mismatch, HttpServletResponse response) throws IOException {
        Problem.of(FaultCode.REQUEST_MALFORMED).write(response);
    }

    /** What Spring itself refuses (paths, methods, parameters), and everything nobody expected. */
    @ExceptionHandler
    void other(Exception failure, HttpServletResponse response) throws IOException {
        if (failure instanceof ErrorResponse refused
                && refused.getStatusCode().is4xxClientError()) {
            Problem.of(FaultPages.fault(refused.getStatusCode().value())).write(response);
            return;
        }
        incident(failure, response);
    }

    /** Whether the body was too long or too slow; answered then. */
    private static boolean broken(Throwable failure, HttpServletResponse response)
            throws IOException {
        if (cause(failure, LimitedBody.TooLarge.class).isPresent()) {
            Problem.of(FaultCode.BODY_TOO_LARGE).write(response, true);
            return true;
        }
        if (cause(failure, TimeoutException.class).isPresent()
                || cause(failure, BodyPace.TooSlow.class).isPresent()) {
            Problem.of(FaultCode.REQUEST_TOO_SLOW).write(response, true);
            return true;
        }
        return false;
    }

    private static void incident(Throwable failure, HttpServletResponse response)
            throws IOException {
        String number = UUID.randomUUID().toString();
        LOG.error("incident {}", number, failure);
        Problem.incident(number).write(response);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> place(JacksonException json) {
        return Optional.ofNullable(json.getLocation())
                .map(at -> place(at.getLineNr(), at.getColumnNr()));
    }

    private static String place(int line, int column) {
        return "line " + line + ", column " + column;
    }

    /**
     * The last named field on the way to the mistake, unless the name is the caller's own (a key of
     * a map, a member nobody asked for).
     */
    private static Optional<String> field(JacksonException json) {
        if (json instanceof UnrecognizedPropertyException) {
            return Optional.empty();
        }
        String field = null;
        for (JacksonException.Reference step : json.getPath()) {
            if (step.getPropertyName() != null
                    && !(step.from() instanceof Map)
                    && !(step.from() instanceof Collection)
                    && step.getPropertyName().matches(FIELD_NAME)) {
                field = step.getPropertyName();
            }
        }
        return Optional.ofNullable(field);
    }
}
