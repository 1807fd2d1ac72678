package org.onshi.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Splits a CSV stream (RFC 4180, UTF-8) into records. Written here and not left to a library
 * because one bad row must never cost the good ones after it (contracts.md §3): where a record is
 * malformed, only its first line is given up and the next line is tried as a record. Memory is one
 * record.
 */
final class CsvScanner implements AutoCloseable {
    private static final int END = -1;
    private static final int CHUNK = 64 << 10;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final CsvLimits limits;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;
    private long bytesRead;
    private boolean ended;

    CsvScanner(InputStream in, CsvLimits limits) throws IOException {
        this.in = in;
        this.limits = limits;
        skipMark();
    }

    /**
     * One record's fields, or what is wrong with it.
     *
     * @param fields empty when there is a fault
     * @param fault what is wrong
     */
    record Scanned(List<String> fields, Optional<RegistrationCode> fault) {}

    /** The next record; empty at the end. Blank lines are no records. */
    Optional<Scanned> next() throws IOException {
        compact();
        skipBlankLines();
        if (at(start) == END) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        int p = start;
        try {
            while (true) {
                p = at(p) == '"' ? quoted(p, fields) : plain(p, fields);
                int next = at(p);
                if (next == ',') {
                    p++;
                } else {
                    start = next == END ? p : afterLineEnd(p);
                    return Optional.of(new Scanned(fields, Optional.empty()));
                }
            }
        } catch (MalformedRecord malformed) {
            skipLine();
            return Optional.of(new Scanned(List.of(), Optional.of(malformed.code)));
        }
    }

    private int quoted(int quote, List<String> fields) throws IOException, MalformedRecord {
        int p = quote + 1;
        boolean doubled = false;
        while (true) {
            int b = at(p);
            if (b == END || p - quote > limits.fieldBytesMax() + 2) {
                throw new MalformedRecord(RegistrationCode.MALFORMED_ROW);
            }
            withinRecord(p);
            if (b != '"') {
                p++;
            } else if (at(p + 1) == '"') {
                doubled = true;
                p += 2;
            } else {
                break;
            }
        }
        int after = at(p + 1);
        if (after != ',' && after != '\r' && after != '\n' && after != END) {
            throw new MalformedRecord(RegistrationCode.MALFORMED_ROW);
        }
        String text = decoded(quote + 1, p);
        fields.add(doubled ? text.replace("\"\"", "\"") : text);
        return p + 1;
    }

    private int plain(int from, List<String> fields) throws IOException, MalformedRecord {
        int p = from;
        while (true) {
            int b = at(p);
            if (b == ',' || b == '\r' || b == '\n' || b == END) {
                fields.add(decoded(from, p));
                return p;
            }
            if (p - from >= limits.fieldBytesMax()) {
                throw new MalformedRecord(RegistrationCode.TOO_LONG);
            }
            withinRecord(p);
            p++;
        }
    }

    private void withinRecord(int p) throws MalformedRecord {
        if (p - start >= limits.recordBytesMax()) {
            throw new MalformedRecord(RegistrationCode.TOO_LONG);
        }
    }

    private String decoded(int from, int to) throws MalformedRecord {
        try {
            return decoder.decode(ByteBuffer.wrap(buffer, from, to - from)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedRecord(RegistrationCode.BAD_ENCODING);
        }
    }

    private int afterLineEnd(int p) throws IOException {
        return at(p) == '\r' && at(p + 1) == '\n' ? p + 2 : p + 1;
    }

    private void skipBlankLines() throws IOException {
        while (at(start) == '\r' || at(start) == '\n') {
            start++;
        }
    }

    /** To the start of the next physical line. */
    private void skipLine() throws IOException {
        int b = at(start);
        while (b != '\r' && b != '\n' && b != END) {
            start++;
            if (start == end) {
                compact();
            }
            b = at(start);
        }
    }

    private void skipMark() throws IOException {
        if (at(0) == (MARK[0] & 0xFF) && at(1) == (MARK[1] & 0xFF) && at(2) == (MARK[2] & 0xFF)) {
            start = MARK.length;
        }
    }

    /** The byte at this place of the buffer, reading on as needed. */
    private int at(int p) throws IOException {
        while (p >= end) {
            if (ended || !fill()) {
                return END;
            }
        }
        return buffer[p] & 0xFF;
    }

    private boolean fill() throws IOException {
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            ended = true;
            return false;
        }
        bytesRead += count;
        if (bytesRead > limits.bytesMax()) {
            throw new Fault(FaultCode.CSV_TOO_LARGE);
        }
        end += count;
        return true;
    }

    /** Drops what has been read. Moves positions, hence never inside a record. */
    private void compact() {
        if (start > CHUNK / 2) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Leaves the record; never leaves the scanner. */
    private static final class MalformedRecord extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient RegistrationCode code;

        MalformedRecord(RegistrationCode code) {
            super(code.name(), null, false, false);
            this.code = code;
        }
    }
}
