package org.onshi.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.onshi.terminal.FolderAnswer.Kind;
import org.onshi.terminal.FolderAnswer.ResultFile;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.onshi.wire.MessageFamily;
import org.onshi.wire.RequestEcho;
import org.onshi.wire.SharedClock;
import org.onshi.wire.TextEncoding;
import org.onshi.wire.XmlMessage;

/**
 * From a taken request to its answer. What cannot be read as a message goes back as {@code .err}
 * with the request; what can is judged by the central system alone, another facility's code
 * included, since it keeps the audit log.
 */
final class RequestAnswering {
    private static final System.Logger LOG = System.getLogger(RequestAnswering.class.getName());
    private static final int PERMIT_BYTES = 1024;
    private static final LocalDateTime ZIP_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final TerminalSettings settings;
    private final CentralSystem central;
    private final SharedClock clock;
    private final Semaphore singleBytes;

    RequestAnswering(TerminalSettings settings, CentralSystem central, SharedClock clock) {
        this.settings = settings;
        this.central = central;
        this.clock = clock;
        this.singleBytes =
                new Semaphore(settings.limits().requestBytesTogether() / PERMIT_BYTES, true);
    }

    /** Asks and waits; always comes to an answer, within the time of the request and a little. */
    FolderAnswer answer(TakenRequest request) throws InterruptedException {
        MessageFamily family =
                RequestNames.find(request.fileName())
                        .orElseThrow(() -> new IllegalStateException("taken but of no family"));
        long size;
        try {
            size = Files.size(request.file());
        } catch (IOException e) {
            return unread(request, FaultCode.FILE_UNREADABLE);
        }
        if (size > settings.limits().requestBytes()) {
            return unread(request, FaultCode.DOCUMENT_TOO_LARGE);
        }
        if (family.bulk()) {
            return answer(request, family); // one at a time anyway
        }
        int permits =
                (int)
                        Math.min(
                                1 + size / PERMIT_BYTES,
                                settings.limits().requestBytesTogether() / PERMIT_BYTES);
        singleBytes.acquire(permits);
        try {
            return answer(request, family);
        } finally {
            singleBytes.release(permits);
        }
    }

    private FolderAnswer answer(TakenRequest request, MessageFamily family)
            throws InterruptedException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(request.file(), LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(settings.limits().requestBytes());
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return unread(request, FaultCode.FILE_UNREADABLE);
        }
        Element message;
        try {
            message = XmlMessage.read(bytes).root();
        } catch (Fault fault) {
            return returned(request, bytes, fault);
        }
        try {
            return ask(request, family, message);
        } catch (RuntimeException bug) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "request {0} met an internal mistake: {1} at {2}",
                    request.key(),
                    bug.getClass().getName(),
                    bug.getStackTrace().length == 0 ? "?" : bug.getStackTrace()[0]);
            ErrorAnswer error = new ErrorAnswer(family, message, clock.dateTime());
            return written(request, family, error.failed(FaultCode.INTERNAL), Kind.FAILED);
        }
    }

    private FolderAnswer ask(TakenRequest request, MessageFamily family, Element message)
            throws InterruptedException {
        if (!family.served()) {
            ErrorAnswer error = new ErrorAnswer(family, message, clock.dateTime());
            return written(request, family, error.failed(FaultCode.FAMILY_NOT_SERVED), Kind.FAILED);
        }
        CentralReply reply =
                central.ask(
                        question(family),
                        JsonMessage.bytes(message),
                        request.key(),
                        request.seenNanos());
        ErrorAnswer error = new ErrorAnswer(family, message, clock.dateTime());
        return switch (reply) {
            case CentralReply.Answered answered ->
                    written(
                            request,
                            family,
                            RequestEcho.of(message).restore(answered.message()),
                            Kind.ANSWERED);
            case CentralReply.Printed printed ->
                    printed(request, family, printed.document(), error);
            case CentralReply.Unreadable unreadable ->
                    written(
                            request,
                            family,
                            error.failed(FaultCode.CENTRAL_UNREADABLE),
                            Kind.FAILED);
            case CentralReply.Refused refused ->
                    written(
                            request,
                            family,
                            error.refused(refused.code(), refused.message()),
                            Kind.FAILED);
            case CentralReply.Silent silent ->
                    written(request, family, error.failed(FaultCode.CENTRAL_SILENT), Kind.FAILED);
        };
    }

    private static CentralSystem.Question question(MessageFamily family) {
        return switch (family) {
            case ELIGIBILITY -> CentralSystem.Question.SINGLE;
            case BULK_ELIGIBILITY -> CentralSystem.Question.BULK;
            case BULK_ELIGIBILITY_RESULT -> CentralSystem.Question.BULK_RESULT;
            case REFERENCE_NUMBER -> CentralSystem.Question.REFERENCE_NUMBER;
            case BULK_REFERENCE_NUMBER -> CentralSystem.Question.BULK_REFERENCE_NUMBER;
            case BULK_REFERENCE_NUMBER_RESULT ->
                    CentralSystem.Question.BULK_REFERENCE_NUMBER_RESULT;
            case MEDICATION -> CentralSystem.Question.MEDICATION;
            case CHECKUP -> CentralSystem.Question.CHECKUP;
            case BULK_ASSISTANCE,
                    BULK_ASSISTANCE_RESULT,
                    BULK_HOME_VISIT,
                    BULK_HOME_VISIT_RESULT,
                    BULK_ONLINE_CARE,
                    BULK_ONLINE_CARE_RESULT,
                    HOME_VISIT,
                    ONLINE_CARE,
                    CONSENT_WITHDRAWAL,
                    ACCESS_URL,
                    SETTINGS_INQUIRY,
                    SETTINGS_UPDATE,
                    CLINICAL,
                    SUBSIDY ->
                    throw new IllegalStateException("a family that is not served has no question");
        };
    }

    /** The file as it came, under the base name of the answer (interface.md §2.7). */
    private static FolderAnswer document(
            TakenRequest request, MessageFamily family, byte[] document) {
        ResultFile file = new ResultFile(family.documentName(request.fileName()), document);
        return new FolderAnswer(request.key(), List.of(file), false, Kind.ANSWERED);
    }

    private FolderAnswer printed(
            TakenRequest request, MessageFamily family, byte[] document, ErrorAnswer error) {
        return family.medical()
                ? document(request, family, document)
                : written(request, family, error.failed(FaultCode.CENTRAL_UNREADABLE), Kind.FAILED);
    }

    private FolderAnswer written(
            TakenRequest request, MessageFamily family, Element answer, Kind kind) {
        TextEncoding encoding = family.bulk() ? settings.bulkEncoding() : settings.singleEncoding();
        String name = family.responseName(request.fileName());
        byte[] content = new XmlMessage(answer, encoding).bytes();
        boolean results =
                family == MessageFamily.BULK_ELIGIBILITY_RESULT
                        && answer.textAt("MessageHeader", "SegmentOfResult")
                                .filter("1"::equals)
                                .isPresent();
        if (settings.bulkZip() && results) {
            content = zipped(name, content);
            name = name.substring(0, name.length() - ".xml".length()) + ".zip";
        }
        return new FolderAnswer(request.key(), List.of(new ResultFile(name, content)), false, kind);
    }

    /** The same content gives the same bytes; the time in a zip says nothing here. */
    private static byte[] zipped(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(ZIP_TIME);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** {@code .err} first: a client that sees the request come back reads it at once. */
    private static FolderAnswer returned(TakenRequest request, byte[] bytes, Fault fault) {
        return new FolderAnswer(
                request.key(),
                List.of(report(request, fault), new ResultFile(request.fileName(), bytes)),
                false,
                Kind.RETURNED);
    }

    private static FolderAnswer unread(TakenRequest request, FaultCode code) {
        return new FolderAnswer(
                request.key(), List.of(report(request, new Fault(code))), true, Kind.RETURNED);
    }

    private static ResultFile report(TakenRequest request, Fault fault) {
        return new ResultFile(
                MessageFamily.errorName(request.fileName()),
                fault.report().getBytes(StandardCharsets.UTF_8));
    }
}
