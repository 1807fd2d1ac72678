package org.onshi.server.callers;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body that is cut off at the door's limit and ended when it comes too slowly. */
final class LimitedBody extends HttpServletRequestWrapper {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedBody.class);
    private static final long DISCARDED_BYTES_MAX = 16 << 20;
    private static final long DISCARDED_AT_ONCE_BYTES_MAX = 64 << 10;
    private static final Duration DISCARD_LIMIT = Duration.ofSeconds(10);
    private static final int PIECE_BYTES = 8_192;

    private final long bytesMax;
    private final BodyPace.Meter meter;
    private Counted limited;
    private final Duration discardLimit;
    private long discardableBytes;
    private boolean cutOff;

    LimitedBody(HttpServletRequest request, long bytesMax, BodyPace pace) {
        this(request, bytesMax, pace, DISCARDED_BYTES_MAX, DISCARD_LIMIT);
    }

    /**
     * @param discardedBytesMax how much of an unwanted body is read all the same
     * @param discardLimit how long that may take
     */
    LimitedBody(
            HttpServletRequest request,
            long bytesMax,
            BodyPace pace,
            long discardedBytesMax,
            Duration discardLimit) {
        super(request);
        this.bytesMax = bytesMax;
        this.meter = pace.new Meter();
        this.discardableBytes = discardedBytesMax;
        this.discardLimit = discardLimit;
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
     * the connection broken instead of the answer that says why. Only after the answer was sent:
     * ends at its limits of bytes and time or, when nothing comes any more, with the door's idle
     * time.
     */
    private void discard() throws IOException {
        counted().discard();
    }

    /** Sends the answer, then reads on: this connection serves no further request. */
    void discardAfterAnswer(HttpServletResponse response) {
        try {
            response.flushBuffer();
            discard();
        } catch (IOException broken) {
            LOG.debug("the rest of an unwanted body did not arrive", broken);
        }
    }

    /**
     * A body that nobody read, because it was refused or because the answer does not depend on it,
     * may still be on its way; left unread, it would close the connection under the caller's next
     * request. The answer does not wait for it.
     */
    void discardRest(HttpServletResponse response) {
        if (!hasBody() || "close".equals(response.getHeader("Connection"))) {
            return;
        }
        try {
            if (!discardedWithoutWaiting()) {
                response.flushBuffer();
                discard();
            }
        } catch (IOException broken) {
            LOG.debug("the rest of an unread body did not arrive", broken);
        }
    }

    /**
     * Reads without keeping what has come already, up to a limit, since an endless body always has
     * some more; whether that was the rest, as far as told.
     */
    boolean discardedWithoutWaiting() throws IOException {
        if (!hasBody()) {
            return true;
        }
        Counted body = counted();
        long least = discardableBytes - DISCARDED_AT_ONCE_BYTES_MAX;
        while (discardableBytes > least && body.available() > 0) {
            body.discardPiece();
        }
        return body.isFinished() || meter.arrivedBytes() == getContentLengthLong();
    }

    boolean hasBody() {
        return getContentLengthLong() > 0 || getHeader("Transfer-Encoding") != null;
    }

    /** Whether whoever read it was told {@link TooLarge}. */
    boolean cutOff() {
        return cutOff;
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

        int discardPiece() throws IOException {
            int count = waitFor(new byte[PIECE_BYTES], 0, PIECE_BYTES);
            discardableBytes -= Math.max(0, count);
            return count;
        }

        void discard() throws IOException {
            long begun = System.nanoTime();
            while (discardableBytes > 0
                    && System.nanoTime() - begun < discardLimit.toNanos()
                    && discardPiece() >= 0) {
                // it is kept nowhere
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
                cutOff = true;
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
