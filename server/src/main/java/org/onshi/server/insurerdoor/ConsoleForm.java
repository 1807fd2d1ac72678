package org.onshi.server.insurerdoor;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** What a person types into a form of the console. */
final class ConsoleForm {
    private static final int REASON_CHARACTERS_MAX = 200;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DAY =
            Pattern.compile(
                    "([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{2})([0-9]{2}))");

    private ConsoleForm() {}

    /**
     * Says in a form what was typed wrong, so that nothing else has to be typed again.
     *
     * @param otherwise the field named where the fault names none
     * @param label the field's words in Japanese, by its name
     */
    static void wrong(
            Map<String, Object> model, Fault fault, String otherwise, UnaryOperator<String> label) {
        String field = fault.field().orElse("");
        model.put("wrong", field.isEmpty() ? otherwise : field);
        model.put("wrongText", fault.code().whatJa(label.apply(field)) + fault.code().mendJa());
        model.put("wrongTextEn", fault.code().whatEn(field) + " " + fault.code().mendEn());
    }

    /**
     * A day, typed as 1985-03-20, 1985/3/20 or 19850320, in either width.
     *
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#DAY_NOT_PLAIN}
     */
    static LocalDate day(String typed, String field) {
        if (typed.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        Matcher day = DAY.matcher(Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC));
        if (!day.matches()) {
            throw new Fault(FaultCode.DAY_NOT_PLAIN, field);
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(day.group(1)),
                    Integer.parseInt(Objects.requireNonNullElse(day.group(2), day.group(4))),
                    Integer.parseInt(Objects.requireNonNullElse(day.group(3), day.group(5))));
        } catch (DateTimeException none) {
            throw new Fault(FaultCode.DAY_NOT_PLAIN, field);
        }
    }

    /**
     * An id, as it is typed from a letter.
     *
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_NOT_PLAIN}
     */
    static UUID id(String typed, String field) {
        if (typed.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        try {
            return UUID.fromString(typed.strip());
        } catch (IllegalArgumentException none) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, field);
        }
    }

    /**
     * A number of things.
     *
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_NOT_PLAIN}
     */
    static long count(String typed, String field) {
        if (typed.isBlank()) {
            throw new Fault(FaultCode.FIELD_MISSING, field);
        }
        if (!COUNT.matcher(typed.strip()).matches()) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, field);
        }
        return Long.parseLong(typed.strip());
    }

    /**
     * Why somebody does what another will ask about.
     *
     * @throws Fault {@link FaultCode#FIELD_MISSING}, {@link FaultCode#FIELD_TOO_LONG}, {@link
     *     FaultCode#FIELD_NOT_PLAIN}
     */
    static String reason(String typed) {
        String why = typed.strip();
        if (why.isEmpty()) {
            throw new Fault(FaultCode.FIELD_MISSING, "reason");
        }
        if (why.length() > REASON_CHARACTERS_MAX) {
            throw new Fault(FaultCode.FIELD_TOO_LONG, "reason");
        }
        if (why.chars().anyMatch(Character::isISOControl)) {
            throw new Fault(FaultCode.FIELD_NOT_PLAIN, "reason");
        }
        return why;
    }
}
