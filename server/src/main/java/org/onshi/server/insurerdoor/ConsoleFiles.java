package org.onshi.server.insurerdoor;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.CallerRooms;
import org.onshi.server.registry.RegistrationReception;
import org.onshi.server.registry.RegistrationStatus;
import org.onshi.server.registry.Registrations;
import org.onshi.server.registry.RowOutcome;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Registration files: sent, followed while they are worked through, their rows looked at. */
@ConsoleController
class ConsoleFiles {
    /** End of the path of a page that asks for news by itself. */
    static final String PROGRESS = "/progress";

    private static final int FILES_A_PAGE = 20;
    private static final int ROWS_A_PAGE = 50;

    /** Files taken apart at once: each is written to disk before it leaves. */
    private static final int RESENDS_MAX = 4;

    /** Files of one person on their way at once, so that nobody takes the places of the others. */
    private static final int UPLOADS_OF_ONE_MAX = 4;

    /** Of these, files of one person taken apart. */
    private static final int RESENDS_OF_ONE_MAX = 1;

    private final CallerRooms uploadsOfOne = new CallerRooms(UPLOADS_OF_ONE_MAX);
    private final CallerRooms resendsOfOne = new CallerRooms(RESENDS_OF_ONE_MAX);
    private final Semaphore resends = new Semaphore(RESENDS_MAX);
    private final ConsolePages pages;
    private final ConsoleLog log;
    private final ConsoleRights rights;
    private final RegistrationReception reception;
    private final Registrations registrations;
    private final InsurerDoor door;

    ConsoleFiles(
            ConsolePages pages,
            ConsoleLog log,
            ConsoleRights rights,
            RegistrationReception reception,
            Registrations registrations,
            InsurerDoor door) {
        this.pages = pages;
        this.log = log;
        this.rights = rights;
        this.reception = reception;
        this.registrations = registrations;
        this.door = door;
    }

    @GetMapping("/console/files")
    ResponseEntity<byte[]> files(ConsoleUser user, @RequestParam Optional<UUID> before) {
        List<RegistrationStatus> found =
                registrations.recent(user.insurer(), before, FILES_A_PAGE + 1);
        List<RegistrationStatus> shown = found.subList(0, Math.min(FILES_A_PAGE, found.size()));
        Map<String, Object> model = new HashMap<>();
        model.put("files", shown.stream().map(ConsoleFiles::row).toList());
        model.put("first", before.isEmpty());
        model.put(
                "next",
                found.size() > FILES_A_PAGE ? shown.getLast().registrationId().toString() : "");
        return pages.page("files", user, model);
    }

    @PostMapping("/console/files")
    ResponseEntity<byte[]> receive(ConsoleUser user, HttpServletRequest request)
            throws IOException {
        rights.need(user, user.account().role().works());
        if (!uploadsOfOne.enter(user.auditName())) {
            throw new Fault(FaultCode.TOO_MANY_REQUESTS);
        }
        try {
            return ConsolePages.seeOther("/console/files/" + received(user, request));
        } finally {
            uploadsOfOne.leave(user.auditName());
        }
    }

    private UUID received(ConsoleUser user, HttpServletRequest request) throws IOException {
        InputStream upload = ConsoleUpload.content(user, request);
        try (OnePersonsRows rows = new OnePersonsRows(upload)) {
            return reception.receiveOfOne(
                    user.insurer(),
                    rows,
                    received ->
                            log.record(
                                    user.account(),
                                    AuditEvent.CONSOLE_UPLOADED,
                                    Map.of("registration", received.toString()),
                                    received.toString()));
        }
    }

    @GetMapping("/console/files/{id}")
    ResponseEntity<byte[]> file(
            ConsoleUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "0") long after) {
        RegistrationStatus status = status(user, id);
        Map<String, Object> model = new HashMap<>(progressModel(status));
        boolean onlyRejected = show.equals("rejected");
        // whatever the address says, it is a line of this file
        long from = Math.clamp(after, 0, status.rowsDone());
        List<RowOutcome> found =
                onlyRejected
                        ? registrations.rejected(user.insurer(), id, from, ROWS_A_PAGE + 1)
                        : registrations.outcomes(
                                user.insurer(), id, from + 1, from + ROWS_A_PAGE + 1);
        List<RowOutcome> shown = found.subList(0, Math.min(ROWS_A_PAGE, found.size()));
        model.put("rows", shown.stream().map(ConsoleFiles::outcome).toList());
        model.put("show", onlyRejected ? "rejected" : "");
        model.put("after", from);
        model.put("next", found.size() > ROWS_A_PAGE ? shown.getLast().line() : "");
        return pages.page("file", user, model);
    }

    /** The part of the page that changes while the file is worked through. */
    @GetMapping("/console/files/{id}" + PROGRESS)
    ResponseEntity<byte[]> progress(ConsoleUser user, @PathVariable UUID id) {
        Map<String, Object> model = progressModel(status(user, id));
        model.put("following", true);
        return pages.page("progress", user, model);
    }

    @GetMapping("/console/files/{id}/result.csv")
    void result(ConsoleUser user, @PathVariable UUID id, HttpServletResponse response)
            throws IOException {
        ended(user, id);
        ConsoleDownload.announce(response, "result-" + id + ".csv");
        response.getOutputStream()
                .write(ConsoleDownload.BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8));
        door.result(user.insurer(), id, response);
    }

    /** Line numbers and codes: nobody's data. */
    @GetMapping("/console/files/{id}/rejected.csv")
    void rejected(ConsoleUser user, @PathVariable UUID id, HttpServletResponse response)
            throws IOException {
        ended(user, id);
        try (ConsoleDownload csv =
                ConsoleDownload.begin(
                        response,
                        "rejected-" + id + ".csv",
                        List.of("line", "status", "code", "message"))) {
            new RejectedRows(registrations, user.insurer(), id)
                    .forEachRemaining(row ->
                            csv.row(
                                    List.of(
                                            Long.toString(row.line()),
                                            row.status().name(),
                                            row.code().name(),
                                            row.message())));
        }
    }

    /**
     * The rejected rows of a file as they were sent, each with its line, code and message, to be
     * mended and sent again. The registry keeps no row once it is worked through, so the clerk
     * brings the file again; nothing of it is registered here. Not a row leaves before the whole
     * file has been compared with the one received, since another one's rows would be shown wrong
     * reasons.
     */
    @PostMapping("/console/files/{id}/resend")
    void resend(
            ConsoleUser user,
            @PathVariable UUID id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        rights.need(user, user.account().role().works());
        ended(user, id);
        if (!resendsOfOne.enter(user.auditName())) {
            throw new Fault(FaultCode.TOO_MANY_REQUESTS);
        }
        try {
            takeOut(user, id, request, response);
        } finally {
            resendsOfOne.leave(user.auditName());
        }
    }

    private void takeOut(
            ConsoleUser user, UUID id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        InputStream upload = ConsoleUpload.content(user, request);
        if (!resends.tryAcquire()) {
            throw new Fault(FaultCode.OVERLOADED);
        }
        try (PassingFile passing = PassingFile.create()) {
            long rows = rejectedRows(user, id, upload, passing);
            log.record(
                    user.account(),
                    AuditEvent.CONSOLE_REJECTED_TAKEN,
                    Map.of("registration", id.toString(), "rows", Long.toString(rows)),
                    id.toString());
            ConsoleDownload.announce(response, "resend-" + id + ".csv");
            try (InputStream whole = passing.in()) {
                whole.transferTo(response.getOutputStream());
            }
        } finally {
            resends.release();
        }
    }

    /** The cells stay as they were sent, since they are to be sent again. */
    private long rejectedRows(ConsoleUser user, UUID id, InputStream sent, PassingFile passing)
            throws IOException {
        RejectedRows outcomes = new RejectedRows(registrations, user.insurer(), id);
        long rows = 0;
        try (InputStream again = reception.sentAgain(user.insurer(), id, sent);
                RegistrationFile file = RegistrationFile.read(again);
                CsvWriter csv = resendCsv(passing)) {
            List<RegistrationColumn> columns = file.columns();
            List<String> header =
                    new ArrayList<>(columns.stream().map(RegistrationColumn::header).toList());
            header.addAll(List.of("line", "code", "message"));
            csv.writeRecord(header);
            while (outcomes.hasNext()) {
                RowOutcome outcome = outcomes.next();
                csv.writeRecord(sentRow(at(file, outcome.line()), columns, outcome));
                rows++;
            }
            // to its end, where it is known whether it is the same file
            again.transferTo(OutputStream.nullOutputStream());
        }
        return rows;
    }

    private static CsvWriter resendCsv(PassingFile passing) throws IOException {
        OutputStream out = passing.out();
        out.write(ConsoleDownload.BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8));
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(out, StandardCharsets.UTF_8);
    }

    private static RegistrationRecord at(RegistrationFile file, long line) throws IOException {
        while (true) {
            RegistrationRecord record =
                    file.next().orElseThrow(() -> new Fault(FaultCode.FILE_IS_ANOTHER));
            if (record.line() == line) {
                return record;
            }
        }
    }

    private static List<String> sentRow(
            RegistrationRecord record, List<RegistrationColumn> columns, RowOutcome outcome) {
        List<String> cells = new ArrayList<>();
        for (RegistrationColumn column : columns) {
            cells.add(
                    switch (record) {
                        case RegistrationRow row -> row.raw(column);
                        case RegistrationRecord.Malformed broken -> "";
                    });
        }
        cells.add(Long.toString(outcome.line()));
        cells.add(outcome.code().name());
        cells.add(outcome.message());
        return cells;
    }

    private void ended(ConsoleUser user, UUID id) {
        if (!status(user, id).state().ended()) {
            throw new Fault(FaultCode.NOT_YET);
        }
    }

    private RegistrationStatus status(ConsoleUser user, UUID id) {
        return registrations
                .status(user.insurer(), id)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /** A file in a list; its id is of the time of its reception (RFC 9562, version 7). */
    static Map<String, Object> row(RegistrationStatus status) {
        Map<String, Object> row = new HashMap<>(progressModel(status));
        row.put(
                "at",
                ConsolePages.second(
                        Instant.ofEpochMilli(
                                status.registrationId().getMostSignificantBits() >>> 16)));
        return row;
    }

    private static Map<String, Object> progressModel(RegistrationStatus status) {
        Map<String, Object> model = new HashMap<>();
        model.put("id", status.registrationId().toString());
        model.put("state", status.state().name());
        boolean held = status.isHeldForConfirmation();
        model.put("stateJa", held ? "確認待ち" : status.state().japanese());
        model.put("stateEn", held ? "Waits to be confirmed" : status.state().english());
        model.put("ended", status.state().ended());
        model.put("total", status.rowsTotal());
        model.put("done", status.rowsDone());
        model.put("accepted", status.accepted());
        model.put("pending", status.pending());
        model.put("rejected", status.rejected());
        model.put("held", held);
        model.put("clearing", status.rowsClearing());
        model.put("hindrance", status.hindrance().map(code -> code.message("")).orElse(""));
        return model;
    }

    static Map<String, Object> outcome(RowOutcome row) {
        return Map.of(
                "line", row.line(),
                "status", row.status().name(),
                "statusJa",
                        switch (row.status()) {
                            case ACCEPTED -> "登録";
                            case PENDING -> "保留";
                            case REJECTED -> "却下";
                        },
                "code", row.code().name(),
                "message", row.message(),
                "messageEn", row.messageEn());
    }
}
