package org.onshi.server.callers;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A body that is cut off at the door's limit and ended when it comes too slowly. */
final class LimitedBody extends HttpServletRequestWrapper {
    private static final long DISCARDED_BYTES_MAX = 16 << 20;
    private static final int PIECE_BYTES = 8_192;

    private final long bytesMax;
    private final BodyPace.Meter meter;
    private Counted limited;

    LimitedBody(HttpServletRequest request, long bytesMax, BodyPace pace) {
        super(request);
        this.bytesMax = bytesMax;
        this.meter = pace.new Meter();
    }

    /** The body is longer than its door takes. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the request body is over the door's limit");
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return counted();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Reads on for a while without keeping anything: a caller still sending would otherwise find
     * the connection broken instead of the answer that says why.
     */
    void discard() throws IOException {
        counted().discard();
    }

    /** Reads without keeping what has come already; whether that was the rest, as far as told. */
    boolean discardedWithoutWaiting() throws IOException {
        Counted body = counted();
        while (body.available() > 0) {
            body.piece();
        }
        return body.isFinished() || meter.arrivedBytes() == getContentLengthLong();
    }

    private Counted counted() throws IOException {
        if (limited == null) {
            limited = new Counted(super.getInputStream());
        }
        return limited;
    }

    private final class Counted extends ServletInputStream {
        private final ServletInputStream in;

        Counted(ServletInputStream in) {
            this.in = in;
        }

        /**
         * Only the waiting for bytes is on the caller's account, not what is done between reads.
         */
        private int waitFor(byte[] buffer, int offset, int length) throws IOException {
            long begun = System.nanoTime();
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                meter.arrived(count, System.nanoTime() - begun);
            }
            return count;
        }

        int piece() throws IOException {
            return waitFor(new byte[PIECE_BYTES], 0, PIECE_BYTES);
        }

        void discard() throws IOException {
            byte[] unwanted = new byte[PIECE_BYTES];
            long left = DISCARDED_BYTES_MAX;
            int count = waitFor(unwanted, 0, PIECE_BYTES);
            while (count >= 0 && left > 0) {
                left -= count;
                count = waitFor(unwanted, 0, PIECE_BYTES);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? count : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = waitFor(buffer, offset, length);
            if (meter.arrivedBytes() > bytesMax) {
                discard();
                throw new TooLarge();
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
