package org.onshi.terminal;

import java.util.Arrays;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Takes a PIN out of a body without making a text of it, since a text cannot be wiped. The body is
 * wiped; whoever gets the digits wipes them.
 */
final class PinBody {
    private static final byte[] JSON_NAME = {'"', 'p', 'i', 'n', '"'};
    private static final byte[] FORM_NAME = {'p', 'i', 'n', '='};

    private final byte[] body;
    private int at;

    private PinBody(byte[] body) {
        this.body = body;
    }

    /** Of {@code {"pin":"1234"}}. */
    static byte[] ofJson(byte[] body) {
        try {
            PinBody reading = new PinBody(body);
            reading.take('{');
            reading.take(JSON_NAME);
            reading.take(':');
            reading.take('"');
            byte[] digits = reading.digits();
            if (!reading.ends('"', '}')) {
                Arrays.fill(digits, (byte) 0);
                throw malformed();
            }
            return digits;
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** Of {@code pin=1234}. */
    static byte[] ofForm(byte[] body) {
        try {
            PinBody reading = new PinBody(body);
            reading.take(FORM_NAME);
            byte[] digits = reading.digits();
            if (!reading.ends()) {
                Arrays.fill(digits, (byte) 0);
                throw malformed();
            }
            return digits;
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private void take(char expected) {
        skipSpace();
        if (at >= body.length || body[at] != expected) {
            throw malformed();
        }
        at++;
    }

    private void take(byte[] expected) {
        skipSpace();
        for (byte one : expected) {
            if (at >= body.length || body[at] != one) {
                throw malformed();
            }
            at++;
        }
    }

    private byte[] digits() {
        int from = at;
        while (at < body.length && body[at] >= '0' && body[at] <= '9') {
            at++;
        }
        if (at - from != CardDialogue.PIN_DIGITS) {
            throw malformed();
        }
        return Arrays.copyOfRange(body, from, at);
    }

    private boolean ends(char... marks) {
        for (char mark : marks) {
            skipSpace();
            if (at >= body.length || body[at] != mark) {
                return false;
            }
            at++;
        }
        skipSpace();
        return at == body.length;
    }

    private void skipSpace() {
        while (at < body.length
                && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
    }

    private static Fault malformed() {
        return new Fault(FaultCode.REQUEST_MALFORMED, "pin");
    }
}
