package org.onshi.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Width;

/**
 * Reads the fields of one branch and collects what is wrong with them, so that a client learns of
 * all its mistakes at once. Lenient about padding and width, strict about meaning.
 */
final class FieldReading {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9]{8}");
    private static final Pattern INSURER = Pattern.compile("[0-9]{1,8}");
    private static final Pattern FACILITY = Pattern.compile("[0-9]{10}");
    private static final Pattern BRANCH = Pattern.compile("[0-9]{1,2}");

    /** The first year anybody in the registry can be born or asked about: 明治元年. */
    private static final int YEAR_MIN = 1868;

    private final Element branch;
    private final List<FieldFault> faults;

    FieldReading(Element branch, List<FieldFault> faults) {
        this.branch = branch;
        this.faults = faults;
    }

    static List<FieldFault> noFaults() {
        return new ArrayList<>();
    }

    /** A date of eight digits, if it is one. */
    static Optional<LocalDate> date(String text) {
        String digits = Width.half(text).strip();
        if (!EIGHT_DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(digits, DATE);
            return date.getYear() < YEAR_MIN ? Optional.empty() : Optional.of(date);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    static String text(LocalDate date) {
        return DATE.format(date);
    }

    /** A leaf's text as sent; a repeated or branching one is a fault. */
    Optional<String> plain(String field, int charactersMax) {
        List<Element> found = branch.all(field);
        if (found.size() > 1) {
            fault(field, FaultCode.FIELD_REPEATED);
            return Optional.empty();
        }
        if (found.isEmpty() || found.getFirst().text().isBlank()) {
            if (!found.isEmpty() && !found.getFirst().children().isEmpty()) {
                fault(field, FaultCode.FIELD_NOT_PLAIN);
            }
            return Optional.empty();
        }
        String text = found.getFirst().text();
        if (text.length() > charactersMax) {
            fault(field, FaultCode.FIELD_TOO_LONG);
            return Optional.empty();
        }
        if (text.strip().chars().anyMatch(Character::isISOControl)) {
            fault(field, FaultCode.FIELD_NOT_PLAIN);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** As {@link #plain}, and missing is a fault. */
    Optional<String> needed(String field, int charactersMax) {
        int before = faults.size();
        Optional<String> text = plain(field, charactersMax);
        if (text.isEmpty() && faults.size() == before) {
            fault(field, FaultCode.FIELD_MISSING);
        }
        return text;
    }

    Optional<LocalDate> neededDate(String field) {
        Optional<String> text = needed(field, 40);
        Optional<LocalDate> date = text.flatMap(FieldReading::date);
        if (text.isPresent() && date.isEmpty()) {
            fault(field, FaultCode.DATE_MALFORMED);
        }
        return date;
    }

    Optional<FacilityCode> neededFacility(String field) {
        Optional<String> text = needed(field, 40).map(Width::half).map(String::strip);
        if (text.isPresent() && !FACILITY.matcher(text.get()).matches()) {
            fault(field, FaultCode.FACILITY_CODE_MALFORMED);
            return Optional.empty();
        }
        return text.map(FacilityCode::new);
    }

    Optional<ClaimedInsurerNumber> neededInsurer(String field) {
        Optional<ClaimedInsurerNumber> claimed = needed(field, 40).map(ClaimedInsurerNumber::new);
        if (claimed.isPresent() && !INSURER.matcher(claimed.get().trimmed()).matches()) {
            fault(field, FaultCode.INSURER_NUMBER_MALFORMED);
            return Optional.empty();
        }
        return claimed;
    }

    /** A branch number, "" where there is none. */
    String branchNumber(String field) {
        String text = plain(field, 40).orElse("").strip();
        if (!text.isEmpty() && !BRANCH.matcher(Width.half(text)).matches()) {
            fault(field, FaultCode.BRANCH_MALFORMED);
            return "";
        }
        return text;
    }

    /** 0 or 1; absent means 0, the answer that discloses less. */
    boolean flag(String field) {
        String text = plain(field, 40).map(Width::half).orElse("0").strip();
        if (!text.equals("0") && !text.equals("1")) {
            fault(field, FaultCode.FLAG_MALFORMED);
        }
        return text.equals("1");
    }

    void fault(String field, FaultCode code) {
        faults.add(new FieldFault(field, code));
    }
}
