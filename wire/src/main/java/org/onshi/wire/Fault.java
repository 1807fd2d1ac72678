package org.onshi.wire;

import java.util.Optional;

/**
 * A request that cannot be served as it is: malformed, not allowed, or something needed is silent.
 * Caught once in a door, or by the folder link, and rendered there. Its message carries no content
 * of what was read, since it ends in logs and files.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final String field;
    private final transient Position position;

    /** A fault no single field is to blame for. */
    public Fault(FaultCode code) {
        this(code, "", null, null);
    }

    /** A fault of one field. */
    public Fault(FaultCode code, String field) {
        this(code, field, null, null);
    }

    /** A fault with what made it, for the log. */
    public Fault(FaultCode code, Throwable cause) {
        this(code, "", null, cause);
    }

    private Fault(FaultCode code, String field, Position position, Throwable cause) {
        super(text(code, field, position), cause);
        this.code = code;
        this.field = field;
        this.position = position;
    }

    /** A fault at a place of a document. */
    static Fault at(FaultCode code, Position position) {
        return new Fault(code, "", position, null);
    }

    /** A fault of one field at a place of a document. */
    static Fault at(FaultCode code, String field, Position position) {
        return new Fault(code, field, position, null);
    }

    /** What is wrong. */
    public FaultCode code() {
        return code;
    }

    /** The field to blame, if there is one. */
    public Optional<String> field() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }

    /** Where in the document, if it is known. */
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    /**
     * Whether the document ended in the middle, so that it may still be growing (contracts.md §4: 2
     * s to grow before it counts as broken).
     */
    public boolean incomplete() {
        return code == FaultCode.DOCUMENT_INCOMPLETE;
    }

    /**
     * The text of an {@code .err} file: the code on a line of its own, then what is wrong, where,
     * and the mend, in Japanese and English.
     */
    public String report() {
        StringBuilder out = new StringBuilder(code.code()).append('\n');
        out.append(code.whatJa(field)).append('\n');
        if (position != null) {
            out.append(position.line()).append("行 ").append(position.column()).append("文字目\n");
        }
        out.append(code.mendJa()).append('\n').append(code.whatEn(field)).append('\n');
        if (position != null) {
            out.append("At line ").append(position.line());
            out.append(", column ").append(position.column()).append(".\n");
        }
        return out.append(code.mendEn()).append('\n').toString();
    }

    private static String text(FaultCode code, String field, Position position) {
        String where =
                position == null
                        ? ""
                        : " (line " + position.line() + ", column " + position.column() + ")";
        return code.code() + " " + code.message(field) + where;
    }
}
