package org.onshi.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.onshi.kernel.CardClass;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.Code;
import org.onshi.kernel.CopayPercent;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Relationship;
import org.onshi.kernel.Sex;

/**
 * One event of a registration file (contracts.md §3), raw. {@link #faults} says what is wrong with
 * it as far as the row alone can tell; the typed getters may be used on a row without faults.
 *
 * @param line the record's number from 1
 * @param cells what is written, without surrounding white space; columns with empty cells are not
 *     in it
 */
public record RegistrationRow(long line, Map<RegistrationColumn, String> cells)
        implements RegistrationRecord {
    /** Clears a fact, in CHANGE and CORRECT. */
    public static final String CLEAR = "-";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern POSTAL_CODE = Pattern.compile("[0-9]{3}-?[0-9]{4}");
    private static final Pattern FLAG = Pattern.compile("[01]");
    private static final int YEAR_MIN = 1868;
    private static final int YEAR_MAX = 2200;
    private static final int TEXT_CHARACTERS_MAX = 300;

    public RegistrationRow {
        Map<RegistrationColumn, String> kept = new EnumMap<>(RegistrationColumn.class);
        cells.forEach((column, text) -> {
            if (!text.isEmpty()) {
                kept.put(column, text);
            }
        });
        cells = Collections.unmodifiableMap(kept);
    }

    /** What is written; "" where nothing is. */
    public String raw(RegistrationColumn column) {
        return cells.getOrDefault(column, "");
    }

    /** Whether the cell is empty: not registered by ADD, unchanged by CHANGE and CORRECT. */
    public boolean absent(RegistrationColumn column) {
        return !cells.containsKey(column);
    }

    /** Whether the cell clears a fact. */
    public boolean clears(RegistrationColumn column) {
        return column.fact()
                && raw(column).equals(CLEAR)
                && RegistrationAction.of(raw(RegistrationColumn.ACTION))
                        .filter(RegistrationAction::clears)
                        .isPresent();
    }

    /** What the cell states: empty when it is empty or clears. */
    public Optional<String> text(RegistrationColumn column) {
        return absent(column) || clears(column) ? Optional.empty() : Optional.of(raw(column));
    }

    /** The date the cell states; empty also when it is none. */
    public Optional<LocalDate> date(RegistrationColumn column) {
        return text(column).flatMap(RegistrationRow::date);
    }

    /** The code the cell states, e.g. {@code row.code(SEX, Sex::of)}; empty when it is unknown. */
    public <E> Optional<E> code(RegistrationColumn column, Function<String, Optional<E>> table) {
        return text(column).flatMap(table);
    }

    /** What the row does; only for a row without faults. */
    public RegistrationAction action() {
        return RegistrationAction.of(raw(RegistrationColumn.ACTION)).orElseThrow();
    }

    /** Whose coverage it is; only for a row without faults. */
    public InsurerNumber insurer() {
        return new InsurerNumber(claimedInsurer().trimmed());
    }

    /** Symbol, number and branch; only for a row without faults. */
    public InsuredIdentifier identifier() {
        return new InsuredIdentifier(
                raw(RegistrationColumn.SYMBOL),
                raw(RegistrationColumn.NUMBER),
                raw(RegistrationColumn.BRANCH));
    }

    /**
     * The identifier under which a CORRECT finds its row: the old_ columns where one is filled,
     * else the present identifier. Only for a row without faults.
     */
    public InsuredIdentifier registeredIdentifier() {
        if (absent(RegistrationColumn.OLD_SYMBOL)
                && absent(RegistrationColumn.OLD_NUMBER)
                && absent(RegistrationColumn.OLD_BRANCH)) {
            return identifier();
        }
        return new InsuredIdentifier(
                old(RegistrationColumn.OLD_SYMBOL, RegistrationColumn.SYMBOL),
                old(RegistrationColumn.OLD_NUMBER, RegistrationColumn.NUMBER),
                old(RegistrationColumn.OLD_BRANCH, RegistrationColumn.BRANCH));
    }

    /** An empty old_ cell means that part was right; "-" that it was empty. */
    private String old(RegistrationColumn oldColumn, RegistrationColumn present) {
        String text = raw(oldColumn);
        if (text.equals(CLEAR)) {
            return "";
        }
        return text.isEmpty() ? raw(present) : text;
    }

    /** 生年月日; only for a row without faults. */
    public LocalDate birthDate() {
        return date(RegistrationColumn.BIRTH_DATE).orElseThrow();
    }

    /** 個人番号, if the row carries one; only for a row without faults. */
    public Optional<IndividualNumber> individualNumber() {
        return text(RegistrationColumn.INDIVIDUAL_NUMBER).map(IndividualNumber::new);
    }

    /** What is wrong with the row by itself, in the order of the columns; empty when nothing is. */
    public List<RowFault> faults() {
        Set<RowFault> faults = new LinkedHashSet<>();
        Optional<RegistrationAction> action = action(faults);
        keys(faults);
        action.ifPresent(known -> needed(known, faults));
        for (RegistrationColumn column : cells.keySet()) {
            if (!clears(column)) {
                cell(column, faults);
            }
        }
        periods(faults);
        return new ArrayList<>(faults);
    }

    private Optional<RegistrationAction> action(Set<RowFault> faults) {
        RegistrationColumn column = RegistrationColumn.ACTION;
        Optional<RegistrationAction> action = RegistrationAction.of(raw(column));
        if (action.isEmpty()) {
            add(
                    faults,
                    absent(column)
                            ? RegistrationCode.MISSING_FIELD
                            : RegistrationCode.UNKNOWN_ACTION,
                    column);
        }
        return action;
    }

    private ClaimedInsurerNumber claimedInsurer() {
        return new ClaimedInsurerNumber(raw(RegistrationColumn.INSURER_NUMBER));
    }

    private void keys(Set<RowFault> faults) {
        for (RegistrationColumn column :
                List.of(
                        RegistrationColumn.INSURER_NUMBER,
                        RegistrationColumn.NUMBER,
                        RegistrationColumn.BIRTH_DATE)) {
            if (absent(column)) {
                add(faults, RegistrationCode.MISSING_FIELD, column);
            }
        }
        if (!absent(RegistrationColumn.INSURER_NUMBER)) {
            String digits = claimedInsurer().trimmed();
            if (!Digits.are(digits, 6) && !Digits.are(digits, 8)) {
                add(faults, RegistrationCode.BAD_NUMBER, RegistrationColumn.INSURER_NUMBER);
            } else if (claimedInsurer().confirmed().isEmpty()) {
                add(faults, RegistrationCode.CHECK_DIGIT, RegistrationColumn.INSURER_NUMBER);
            }
        }
        claimFaults(faults);
        identifierFault(RegistrationColumn.SYMBOL, raw(RegistrationColumn.SYMBOL), "1", "", faults);
        if (!absent(RegistrationColumn.NUMBER)) {
            identifierFault(
                    RegistrationColumn.NUMBER, "", raw(RegistrationColumn.NUMBER), "", faults);
        }
        identifierFault(RegistrationColumn.BRANCH, "", "1", raw(RegistrationColumn.BRANCH), faults);
        if (!raw(RegistrationColumn.OLD_SYMBOL).equals(CLEAR)) {
            identifierFault(
                    RegistrationColumn.OLD_SYMBOL,
                    raw(RegistrationColumn.OLD_SYMBOL),
                    "1",
                    "",
                    faults);
        }
        if (!absent(RegistrationColumn.OLD_NUMBER)) {
            identifierFault(
                    RegistrationColumn.OLD_NUMBER,
                    "",
                    raw(RegistrationColumn.OLD_NUMBER),
                    "",
                    faults);
        }
        if (!raw(RegistrationColumn.OLD_BRANCH).equals(CLEAR)) {
            identifierFault(
                    RegistrationColumn.OLD_BRANCH,
                    "",
                    "1",
                    raw(RegistrationColumn.OLD_BRANCH),
                    faults);
        }
    }

    private static void identifierFault(
            RegistrationColumn blamed,
            String symbol,
            String number,
            String branch,
            Set<RowFault> faults) {
        try {
            var _ = new InsuredIdentifier(symbol, number, branch);
        } catch (MalformedValue malformed) {
            add(faults, RegistrationCode.BAD_NUMBER, blamed);
        }
    }

    /** An identifier from now on must fit a claim; one that is registered is found as it is. */
    private void claimFaults(Set<RowFault> faults) {
        boolean renames =
                !absent(RegistrationColumn.OLD_SYMBOL)
                        || !absent(RegistrationColumn.OLD_NUMBER)
                        || !absent(RegistrationColumn.OLD_BRANCH);
        boolean adds = raw(RegistrationColumn.ACTION).equals(RegistrationAction.ADD.name());
        if (!adds && !renames) {
            return;
        }
        for (RegistrationColumn column :
                List.of(RegistrationColumn.SYMBOL, RegistrationColumn.NUMBER)) {
            if (!InsuredIdentifier.fitsClaim(raw(column))) {
                add(faults, RegistrationCode.IDENTIFIER_TOO_LONG, column);
            }
        }
    }

    private void needed(RegistrationAction action, Set<RowFault> faults) {
        for (RegistrationColumn column : action.needed()) {
            if (absent(column)) {
                add(faults, RegistrationCode.MISSING_FIELD, column);
            } else if (clears(column)) {
                add(faults, RegistrationCode.NOT_CLEARABLE, column);
            }
        }
        if (action == RegistrationAction.ADD
                && absent(RegistrationColumn.INDIVIDUAL_NUMBER)
                && absent(RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON)) {
            add(faults, RegistrationCode.MISSING_FIELD, RegistrationColumn.INDIVIDUAL_NUMBER);
        }
        numberOfSource(faults);
    }

    /** A source is that of the number in the same row (requirements B-19). */
    private void numberOfSource(Set<RowFault> faults) {
        if (clears(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE)) {
            add(
                    faults,
                    RegistrationCode.NOT_CLEARABLE,
                    RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE);
        } else if (!absent(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE)
                && text(RegistrationColumn.INDIVIDUAL_NUMBER).isEmpty()) {
            add(faults, RegistrationCode.MISSING_FIELD, RegistrationColumn.INDIVIDUAL_NUMBER);
        }
    }

    private void cell(RegistrationColumn column, Set<RowFault> faults) {
        String text = raw(column);
        if (text.chars().anyMatch(Character::isISOControl) || !XmlText.allows(text)) {
            add(faults, RegistrationCode.BAD_CHARACTER, column);
            return;
        }
        if (text.length() > TEXT_CHARACTERS_MAX) {
            add(faults, RegistrationCode.TOO_LONG, column);
            return;
        }
        if (column.dated()) {
            if (date(text).isEmpty()) {
                add(faults, RegistrationCode.BAD_DATE, column);
            }
            return;
        }
        boolean known =
                switch (column) {
                    case SEX -> Sex.of(text).isPresent();
                    case RELATIONSHIP -> Relationship.of(text).isPresent();
                    case CARD_CLASS -> CardClass.of(text).isPresent();
                    case LOSS_REASON -> LossReason.of(text).isPresent();
                    case LIMIT_KIND -> LimitCertificateKind.of(text).isPresent();
                    case LIMIT_CLASS -> LimitClass.of(text).isPresent();
                    case COPAY_PERCENT -> text.length() == 2 && CopayPercent.of(text).isPresent();
                    case INDIVIDUAL_NUMBER_MISSING_REASON ->
                            MissingNumberReason.of(text).isPresent();
                    case INDIVIDUAL_NUMBER_SOURCE -> NumberSource.of(text).isPresent();
                    case CERTIFICATE_REQUESTED -> FLAG.matcher(text).matches();
                    default -> true;
                };
        if (!known) {
            add(faults, RegistrationCode.BAD_CODE, column);
        }
        if (column == RegistrationColumn.POSTAL_CODE && !POSTAL_CODE.matcher(text).matches()) {
            add(faults, RegistrationCode.BAD_NUMBER, column);
        }
        if (column == RegistrationColumn.INDIVIDUAL_NUMBER) {
            individualNumberFault(text, faults);
        }
    }

    private static void individualNumberFault(String text, Set<RowFault> faults) {
        if (!Digits.are(text, 12)) {
            add(faults, RegistrationCode.BAD_NUMBER, RegistrationColumn.INDIVIDUAL_NUMBER);
            return;
        }
        try {
            var _ = new IndividualNumber(text);
        } catch (MalformedValue malformed) {
            add(faults, RegistrationCode.CHECK_DIGIT, RegistrationColumn.INDIVIDUAL_NUMBER);
        }
    }

    private void periods(Set<RowFault> faults) {
        ordered(RegistrationColumn.BIRTH_DATE, RegistrationColumn.ACQUIRED_ON, faults);
        ordered(RegistrationColumn.ACQUIRED_ON, RegistrationColumn.LOST_ON, faults);
        ordered(RegistrationColumn.VALID_FROM, RegistrationColumn.VALID_TO, faults);
        ordered(RegistrationColumn.COPAY_FROM, RegistrationColumn.COPAY_TO, faults);
        ordered(RegistrationColumn.LIMIT_FROM, RegistrationColumn.LIMIT_TO, faults);
        ordered(
                RegistrationColumn.SPECIAL_DISEASE_1_FROM,
                RegistrationColumn.SPECIAL_DISEASE_1_TO,
                faults);
        ordered(
                RegistrationColumn.SPECIAL_DISEASE_2_FROM,
                RegistrationColumn.SPECIAL_DISEASE_2_TO,
                faults);
        ordered(
                RegistrationColumn.SPECIAL_DISEASE_3_FROM,
                RegistrationColumn.SPECIAL_DISEASE_3_TO,
                faults);
    }

    private void ordered(
            RegistrationColumn first, RegistrationColumn second, Set<RowFault> faults) {
        Optional<LocalDate> from = date(first);
        Optional<LocalDate> to = date(second);
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            add(faults, RegistrationCode.DATE_ORDER, second);
        }
    }

    private static void add(
            Set<RowFault> faults, RegistrationCode code, RegistrationColumn column) {
        faults.add(new RowFault(code, column.header()));
    }

    static Optional<LocalDate> date(String text) {
        if (!DATE_FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text, DATE);
            boolean plausible = date.getYear() >= YEAR_MIN && date.getYear() <= YEAR_MAX;
            return plausible ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Starts a row to write. */
    public static Builder builder(RegistrationAction action) {
        return new Builder().set(RegistrationColumn.ACTION, action.name());
    }

    /** The line and the action: the cells are a person's. */
    @Override
    public String toString() {
        return "RegistrationRow[line " + line + "]";
    }

    /** Fills a row to write. */
    public static final class Builder {
        private final Map<RegistrationColumn, String> cells =
                new EnumMap<>(RegistrationColumn.class);

        private Builder() {}

        /** A text; "" leaves the cell empty. */
        public Builder set(RegistrationColumn column, String text) {
            cells.put(column, text);
            return this;
        }

        /** A date. */
        public Builder set(RegistrationColumn column, LocalDate date) {
            return set(column, DATE.format(date));
        }

        /** A code. */
        public Builder set(RegistrationColumn column, Code code) {
            return set(column, code.wire());
        }

        /** Clears a fact. */
        public Builder clear(RegistrationColumn column) {
            return set(column, CLEAR);
        }

        /** The row, not yet in a file. */
        public RegistrationRow build() {
            return new RegistrationRow(0, cells);
        }
    }
}
