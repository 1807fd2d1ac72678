package org.onshi.server.callers;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A body of undeclared length (chunked), cut off at the door's limit. */
final class LimitedBody extends HttpServletRequestWrapper {
    private static final long DISCARDED_BYTES_MAX = 16 << 20;

    private final long bytesMax;
    private ServletInputStream limited;

    LimitedBody(HttpServletRequest request, long bytesMax) {
        super(request);
        this.bytesMax = bytesMax;
    }

    /**
     * Reads on for a while without keeping anything: a caller still sending would otherwise find
     * the connection broken instead of the answer that says why.
     */
    static void discard(InputStream rest) throws IOException {
        byte[] unwanted = new byte[8_192];
        long left = DISCARDED_BYTES_MAX;
        int count = rest.read(unwanted);
        while (count >= 0 && left > 0) {
            left -= count;
            count = rest.read(unwanted);
        }
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
        if (limited == null) {
            limited = new Counted(super.getInputStream(), bytesMax);
        }
        return limited;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream in;
        private long left;

        Counted(ServletInputStream in, long bytesMax) {
            this.in = in;
            this.left = bytesMax;
        }

        private int taken(int count) throws IOException {
            if (count > 0) {
                left -= count;
                if (left < 0) {
                    discard(in);
                    throw new TooLarge();
                }
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) {
                taken(1);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return taken(in.read(buffer, offset, length));
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
