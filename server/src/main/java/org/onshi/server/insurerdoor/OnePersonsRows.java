package org.onshi.server.insurerdoor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.input.TeeInputStream;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;

/**
 * A registration file as one person may send it: byte for byte as it comes, but a row that corrects
 * or cancels ends it with a fault, since those need two people (requirements J-13). Whoever stores
 * it keeps nothing of a file that ends so.
 */
final class OnePersonsRows extends InputStream {
    private static final Set<String> NEED_TWO = Set.of("CORRECT", "CANCEL");

    /** What the reader of the file has read and nobody has taken yet. */
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private final RegistrationFile file;
    private byte[] ready = {};
    private int at;
    private boolean ended;

    /**
     * Looks at the header at once.
     *
     * @throws Fault of category FILE when it is wrong
     */
    OnePersonsRows(InputStream in) throws IOException {
        this.file = RegistrationFile.read(new TeeInputStream(in, kept));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == ready.length) {
            if (ended) {
                return -1;
            }
            look();
            ready = kept.toByteArray();
            kept.reset();
            at = 0;
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, buffer, from, count);
        at += count;
        return count;
    }

    /** The next row; the end is told only after every row was looked at. */
    private void look() throws IOException {
        Optional<RegistrationRecord> next = file.next();
        if (next.isEmpty()) {
            ended = true;
        } else if (next.get() instanceof RegistrationRow row
                && NEED_TWO.contains(row.raw(RegistrationColumn.ACTION).strip())) {
            throw new Fault(FaultCode.FILE_NEEDS_TWO);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
