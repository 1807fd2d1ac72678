package org.onshi.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Takes a PIN, and the visit it is meant for, out of a body without making a text of the PIN, since
 * a text cannot be wiped. The body is wiped; whoever gets the digits wipes them.
 */
final class PinBody {
    private static final int VISIT_CHARACTERS_MAX = 64;
    private static final byte[] NONE = {};

    private final byte[] body;
    private int at;
    private byte[] digits = NONE;
    private Optional<String> visit = Optional.empty();

    private PinBody(byte[] body) {
        this.body = body;
    }

    /** Of {@code {"pin":"1234","visit":"…"}}, in any order; the visit may be left out. */
    static PinBody ofJson(byte[] body) {
        return new PinBody(body).reading(PinBody::json);
    }

    /** Of {@code visit=…&pin=1234}, in any order. */
    static PinBody ofForm(byte[] body) {
        return new PinBody(body).reading(PinBody::form);
    }

    /** Four ASCII digits, the only copy. */
    byte[] digits() {
        return digits;
    }

    Optional<String> visit() {
        return visit;
    }

    private interface Grammar {
        void read(PinBody body);
    }

    private PinBody reading(Grammar grammar) {
        boolean good = false;
        try {
            grammar.read(this);
            good = at == body.length && digits.length > 0;
        } finally {
            Arrays.fill(body, (byte) 0);
            if (!good) {
                Arrays.fill(digits, (byte) 0);
            }
        }
        if (!good) {
            throw malformed();
        }
        return this;
    }

    private void json() {
        need('{');
        do {
            need('"');
            String name = word();
            needHere('"');
            need(':');
            need('"');
            value(name);
            needHere('"');
        } while (skipped(','));
        need('}');
        skipSpace();
    }

    private void form() {
        do {
            String name = word();
            needHere('=');
            value(name);
        } while (at < body.length && skipped('&'));
        if (visit.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, VisitEngine.VISIT_FIELD);
        }
    }

    private void value(String name) {
        switch (name) {
            case "pin" -> {
                if (digits.length > 0) {
                    throw malformed();
                }
                int from = at;
                while (at < body.length && body[at] >= '0' && body[at] <= '9') {
                    at++;
                }
                if (at - from != CardDialogue.PIN_DIGITS) {
                    throw malformed();
                }
                digits = Arrays.copyOfRange(body, from, at);
            }
            case "visit" -> visit = Optional.of(word());
            default -> throw malformed();
        }
    }

    /** Lower-case letters, digits and dashes: a member's name, or a visit's token. */
    private String word() {
        int from = at;
        while (at < body.length && at - from < VISIT_CHARACTERS_MAX && ofWord(body[at])) {
            at++;
        }
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
    }

    private static boolean ofWord(byte one) {
        return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '-';
    }

    private void need(char expected) {
        skipSpace();
        needHere(expected);
    }

    private void needHere(char expected) {
        if (at >= body.length || body[at] != expected) {
            throw malformed();
        }
        at++;
    }

    private boolean skipped(char mark) {
        skipSpace();
        boolean there = at < body.length && body[at] == mark;
        at += there ? 1 : 0;
        return there;
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

    @Override
    public String toString() {
        return "PinBody[…]";
    }
}
