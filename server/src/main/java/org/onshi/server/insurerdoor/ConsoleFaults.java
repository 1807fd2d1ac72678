package org.onshi.server.insurerdoor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload.MultipartStream;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.callers.Doors;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What goes wrong in the console, as a page that says what to do next. */
@ControllerAdvice(annotations = ConsoleController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleFaults {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleFaults.class);

    /** Work that has a page of its own to begin from. */
    private static final Pattern WORK =
            Pattern.compile(
                    "(/console/(?:files|pendings|unregistered|late|conflicts|duplicates|suspects"
                            + "|wrong-links|mismatches|letters|search|proposals|activities))/?.*");

    private final ConsolePages pages;
    private final HttpServletRequest request;

    /**
     * @param request the one being answered
     */
    ConsoleFaults(ConsolePages pages, HttpServletRequest request) {
        this.pages = pages;
        this.request = request;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> fault(Fault fault, HttpServletResponse response) throws IOException {
        return page(response, fault.code(), fault.field().orElse(""), "");
    }

    @ExceptionHandler
    ResponseEntity<byte[]> malformed(MalformedValue malformed, HttpServletResponse response)
            throws IOException {
        return page(response, FaultCode.IDENTIFIER_MALFORMED, "", "");
    }

    @ExceptionHandler({
        TypeMismatchException.class,
        HttpRequestMethodNotSupportedException.class,
        MissingServletRequestParameterException.class
    })
    ResponseEntity<byte[]> nowhere(Exception refused, HttpServletResponse response)
            throws IOException {
        return page(response, FaultCode.NOT_FOUND, "", "");
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<byte[]> silent(RuntimeException failure, HttpServletResponse response)
            throws IOException {
        LOG.warn("the store is silent: {}", failure.getClass().getSimpleName());
        return page(response, FaultCode.STORE_SILENT, "", "");
    }

    /** A body that is too long, too slow or cut short; or a disk that is full. */
    @ExceptionHandler({IOException.class, UncheckedIOException.class})
    ResponseEntity<byte[]> connection(Exception failure, HttpServletResponse response)
            throws IOException {
        Optional<FaultCode> fault =
                failure instanceof MultipartStream.MalformedStreamException
                        ? Optional.of(FaultCode.REQUEST_MALFORMED)
                        : Doors.brokenBody(failure);
        return fault.isPresent() ? page(response, fault.get(), "", "") : other(failure, response);
    }

    /** What Spring itself refuses, and everything nobody expected. */
    @ExceptionHandler
    ResponseEntity<byte[]> other(Exception failure, HttpServletResponse response)
            throws IOException {
        if (failure instanceof ErrorResponse refused
                && refused.getStatusCode().is4xxClientError()) {
            return page(response, FaultCode.NOT_FOUND, "", "");
        }
        String number = UUID.randomUUID().toString();
        LOG.error("incident {}", number, failure);
        return page(response, FaultCode.INTERNAL, "", number);
    }

    /**
     * @throws IOException when an answer has begun already: thrown on, the failure breaks the
     *     connection, so that a download cut in its middle can't be taken for a whole one
     */
    private ResponseEntity<byte[]> page(
            HttpServletResponse response, FaultCode code, String field, String incident)
            throws IOException {
        if (response.isCommitted()) {
            throw new IOException("an answer has begun already, it cannot become a page");
        }
        // the headers and rows of a download that will not be
        response.reset();
        if (code == FaultCode.BODY_TOO_LARGE || code == FaultCode.REQUEST_TOO_SLOW) {
            // the rest of it isn't read to its end
            response.setHeader("Connection", "close");
        }
        return pages.page(
                code.httpStatus(),
                "fault",
                Map.of(
                        "what", code.whatJa(field),
                        "mend", code.mendJa(),
                        "whatEn", code.whatEn(field),
                        "mendEn", code.mendEn(),
                        "code", code.code(),
                        "incident", incident,
                        "back", back()));
    }

    private String back() {
        Matcher work = WORK.matcher(request.getRequestURI());
        return work.matches() ? work.group(1) : "";
    }
}
