package org.onshi.wire;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A code and its message in an answer; clients show both as they stand.
 *
 * @param code ours begin with ONSHI-; others are kept
 * @param message Japanese, then English, with the mend
 */
public record Notice(String code, String message) {
    /** A fault as a notice. */
    public static Notice of(FaultCode code, String field) {
        return new Notice(code.code(), code.message(field));
    }

    /** Faults of fields as one notice: the code of the first, all their messages. */
    public static Notice of(List<FieldFault> faults) {
        return new Notice(
                faults.getFirst().code().code(),
                faults.stream().map(FieldFault::message).collect(Collectors.joining(" ")));
    }

    /** What a body or unit says. */
    static Optional<Notice> of(Element branch) {
        return branch.textAt(Names.RESULT_CODE)
                .map(code -> new Notice(code, branch.textAt(Names.RESULT_MESSAGE).orElse("")));
    }

    void addTo(List<Element> branch) {
        branch.add(Element.leaf(Names.RESULT_CODE, code));
        if (!message.isBlank()) {
            branch.add(Element.leaf(Names.RESULT_MESSAGE, message));
        }
    }
}
