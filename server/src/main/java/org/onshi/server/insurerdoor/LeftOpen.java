package org.onshi.server.insurerdoor;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Leaves the end of an answer to the container: closed by its writer, an answer whose rows stop at
 * a failure would end as a whole one does.
 */
final class LeftOpen extends FilterOutputStream {
    LeftOpen(OutputStream answer) {
        super(answer);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void flush() {
        // what is not sent yet can still become a fault
    }

    @Override
    public void close() {
        // the container ends the answer when all of it is written
    }
}
