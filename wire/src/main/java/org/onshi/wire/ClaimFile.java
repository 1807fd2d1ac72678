package org.onshi.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.JapaneseDate;
import org.onshi.kernel.JapaneseEra;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Width;

/**
 * A file of medical claims (UKE; facts §3), read as a stream: one claim is in memory at a time.
 *
 * <p>Shift_JIS is read as windows-31j, since receipt computers write ①, ㈱ and 髙 whatever the
 * specification says, with the three characters the two map differently folded. An end mark 0x1A
 * and empty fields at the end of a record may be there or not; dates are in either calendar.
 * Records that are not asked for (SY, CO, TO, JD, and whatever a payer adds) are passed over. A
 * claim that cannot be read costs only itself.
 */
public final class ClaimFile implements AutoCloseable {
    /** Longest record: an SJ of 2,400 bytes, with room. */
    static final int RECORD_BYTES_MAX = 16 << 10;

    /** Records of one claim: an intensive month has some thousands. */
    static final int RECORDS_A_CLAIM_MAX = 20_000;

    /** Claims of one file: a large hospital has some 60,000 a month. */
    static final int CLAIMS_MAX = 1_000_000;

    private static final Charset CHARSET = Charset.forName("windows-31j");
    private static final int END_MARK = 0x1A;
    private static final Pattern ITEM_CODE = Pattern.compile("[0-9]{9}");
    private static final Pattern KIND = Pattern.compile("[0-9]{4}");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,8}(\\.[0-9]{1,5})?");

    /** Where the 31 day fields of SI and IY begin: after three comments of two fields each. */
    private static final int FIRST_DAY_FIELD = 13;

    private static final int DAYS = 31;

    private final InputStream in;
    private final CharsetDecoder decoder =
            CHARSET.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final FacilityCode facility;
    private final String facilityName;
    private Optional<Line> ahead;
    private long claims;

    /**
     * One record.
     *
     * @param readable whether its bytes were text
     */
    private record Line(List<String> fields, boolean readable) {
        String field(int index) {
            return index < fields.size() ? fields.get(index).strip() : "";
        }

        String type() {
            return field(0);
        }
    }

    private ClaimFile(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, 64 << 10);
        Line head = line().orElseThrow(() -> new Fault(FaultCode.CLAIM_FILE_UNKNOWN));
        String code = head.field(2) + head.field(3) + head.field(4);
        if (!head.type().equals("IR") || !Digits.are(code, 10)) {
            throw new Fault(FaultCode.CLAIM_FILE_UNKNOWN);
        }
        this.facility = new FacilityCode(code);
        this.facilityName = head.field(6);
        this.ahead = line();
    }

    /**
     * Reads the first record.
     *
     * @throws Fault {@link FaultCode#CLAIM_FILE_UNKNOWN} when it is no IR
     */
    public static ClaimFile open(InputStream in) throws IOException {
        return new ClaimFile(in);
    }

    /** Whose claims they are; the check digit may be false. */
    public FacilityCode facility() {
        return facility;
    }

    /** As the file names it; "" when it does not. */
    public String facilityName() {
        return facilityName;
    }

    /**
     * The next claim, numbered from 1; empty at the end. Faults name records and fields.
     *
     * @throws Fault when the file is over a limit
     */
    public Optional<ParsedRow<Claim>> next() throws IOException {
        while (ahead.isPresent() && !ahead.get().type().equals("RE")) {
            ahead = line();
        }
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        if (++claims > CLAIMS_MAX) {
            throw new Fault(FaultCode.CSV_TOO_MANY_ROWS);
        }
        List<Line> records = new ArrayList<>();
        do {
            if (records.size() >= RECORDS_A_CLAIM_MAX) {
                throw new Fault(FaultCode.CLAIM_TOO_LARGE);
            }
            records.add(ahead.get());
            ahead = line();
        } while (ahead.isPresent() && !ends(ahead.get().type()));
        return Optional.of(new Reading(claims, records).row());
    }

    private static boolean ends(String type) {
        return type.equals("RE") || type.equals("GO") || type.equals("IR");
    }

    /** The next record that is not empty. */
    private Optional<Line> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        while (true) {
            int b = in.read();
            if (b < 0 || b == END_MARK) {
                return bytes.size() == 0 ? Optional.empty() : Optional.of(decoded(bytes));
            }
            if (b == '\n') {
                if (bytes.size() > 0) {
                    return Optional.of(decoded(bytes));
                }
            } else if (b != '\r') {
                if (bytes.size() >= RECORD_BYTES_MAX) {
                    throw new Fault(FaultCode.CLAIM_TOO_LARGE);
                }
                bytes.write(b);
            }
        }
    }

    private Line decoded(ByteArrayOutputStream bytes) {
        byte[] written = bytes.toByteArray();
        try {
            String text = folded(decoder.decode(ByteBuffer.wrap(written)).toString());
            return new Line(List.of(text.split(",", -1)), true);
        } catch (CharacterCodingException broken) {
            // the type is ASCII and still says where a claim begins
            String type = written.length < 2 ? "" : "" + (char) written[0] + (char) written[1];
            return new Line(List.of(type), false);
        }
    }

    /** 波ダッシュ, 負符号 and ダッシュ as JIS X 0208 has them (facts §3.1). */
    private static String folded(String text) {
        return text.replace('～', '〜').replace('－', '−').replace('―', '—');
    }

    /** A day in either calendar: YYYYMMDD, or GYYMMDD with the era's digit. */
    static Optional<LocalDate> day(String text) {
        if (!Digits.are(text, 7)) {
            return FieldReading.date(text);
        }
        Optional<JapaneseEra> era = JapaneseEra.of(text.substring(0, 1));
        try {
            return era.map(known ->
                    JapaneseDate.of(
                                    known,
                                    Integer.parseInt(text.substring(1, 3)),
                                    Integer.parseInt(text.substring(3, 5)),
                                    Integer.parseInt(text.substring(5)))
                            .day());
        } catch (MalformedValue noSuchDay) {
            return Optional.empty();
        }
    }

    /**
     * A month in either calendar: YYYYMM or GYYMM. An era may begin in the middle of a month: one
     * of its days must lie in it.
     */
    static Optional<YearMonth> month(String text) {
        if (Digits.are(text, 6)) {
            return FieldReading.date(text + "01").map(YearMonth::from);
        }
        if (!Digits.are(text, 5)) {
            return Optional.empty();
        }
        Optional<LocalDate> first = day(text + "01");
        Optional<LocalDate> last = day(text + "28").or(() -> day(text + "31"));
        return first.or(() -> last).map(YearMonth::from);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Judges the records of one claim. */
    private static final class Reading {
        private final long number;
        private final List<Line> records;
        private final Set<RowFault> faults = new LinkedHashSet<>();
        private final List<ClaimItem> items = new ArrayList<>();
        private Optional<Line> insurance = Optional.empty();
        private Optional<Line> qualification = Optional.empty();
        private String place = "";

        Reading(long number, List<Line> records) {
            this.number = number;
            this.records = records;
        }

        ParsedRow<Claim> row() {
            Line head = records.getFirst();
            String kind = head.field(2);
            if (!KIND.matcher(kind).matches()) {
                fault(RegistrationCode.BAD_CODE, "RE.kind");
            }
            Optional<YearMonth> month = month(head.field(3));
            if (month.isEmpty()) {
                fault(RegistrationCode.BAD_DATE, "RE.month");
            }
            Optional<LocalDate> birth = day(head.field(6));
            if (birth.isEmpty()) {
                fault(RegistrationCode.BAD_DATE, "RE.birth_date");
            }
            records.forEach(record -> take(record, month));
            Optional<InsuredIdentifier> identifier = identifier();
            if (!faults.isEmpty()) {
                return new ParsedRow.Faulty<>(number, List.copyOf(faults));
            }
            return new ParsedRow.Good<>(
                    number,
                    new Claim(
                            head.field(1),
                            kind,
                            month.orElseThrow(),
                            birth.orElseThrow(),
                            insurer(),
                            identifier.orElseThrow(),
                            items));
        }

        private void take(Line record, Optional<YearMonth> month) {
            if (!record.readable()) {
                fault(RegistrationCode.BAD_ENCODING, "");
                return;
            }
            switch (record.type()) {
                case "HO" -> insurance = insurance.or(() -> Optional.of(record));
                // 負担者種別 1: the insurance; the others are of public payers
                case "SN" -> {
                    if (record.field(1).equals("1")) {
                        qualification = qualification.or(() -> Optional.of(record));
                    }
                }
                case "SI" -> item(ClaimItem.Kind.SI, record, month);
                case "IY" -> item(ClaimItem.Kind.IY, record, month);
                default -> {
                    // passed over: nothing of it is shown
                }
            }
        }

        private void item(ClaimItem.Kind type, Line record, Optional<YearMonth> month) {
            String written = record.field(1);
            if (!written.isEmpty()) {
                place = written;
            }
            String code = record.field(3);
            if (!ITEM_CODE.matcher(code).matches()) {
                fault(RegistrationCode.BAD_CODE, type + ".code");
                return;
            }
            String quantity = record.field(4);
            if (!quantity.isEmpty() && !QUANTITY.matcher(quantity).matches()) {
                fault(RegistrationCode.BAD_NUMBER, type + ".quantity");
                return;
            }
            items.add(
                    new ClaimItem(
                            type,
                            place,
                            code,
                            quantity.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new BigDecimal(quantity)),
                            count(type, record.field(6), 1),
                            days(type, record, month)));
        }

        private SortedMap<Integer, Integer> days(
                ClaimItem.Kind type, Line record, Optional<YearMonth> month) {
            SortedMap<Integer, Integer> days = new TreeMap<>();
            for (int day = 1; day <= DAYS; day++) {
                String text = record.field(FIRST_DAY_FIELD + day - 1);
                int count = count(type, text, 0);
                if (count > 0) {
                    days.put(day, count);
                }
            }
            boolean beyond =
                    month.isPresent()
                            && !days.isEmpty()
                            && days.lastKey() > month.get().lengthOfMonth();
            if (beyond) {
                fault(RegistrationCode.BAD_DATE, type + ".day");
            }
            return days;
        }

        private int count(ClaimItem.Kind type, String text, int absent) {
            if (text.isEmpty()) {
                return absent;
            }
            if (text.length() > 3 || !Digits.are(text, text.length())) {
                fault(RegistrationCode.BAD_NUMBER, type + ".count");
                return absent;
            }
            return Integer.parseInt(text);
        }

        /** The payer's correction where there is one, else what the facility claimed. */
        private boolean corrected() {
            return qualification
                    .filter(it -> !it.field(3).isEmpty() && !it.field(5).isEmpty())
                    .isPresent();
        }

        private ClaimedInsurerNumber insurer() {
            return new ClaimedInsurerNumber(
                    corrected()
                            ? qualification.orElseThrow().field(3)
                            : insurance.map(it -> it.field(1)).orElse(""));
        }

        private Optional<InsuredIdentifier> identifier() {
            if (insurance.isEmpty() && !corrected()) {
                // of a public payer alone; there is nobody the registry knows by it
                fault(RegistrationCode.MISSING_FIELD, "HO");
                return Optional.empty();
            }
            String branch = qualification.map(it -> it.field(6)).orElse("");
            String symbol = corrected() ? qualification.get().field(4) : insurance.get().field(2);
            String number = corrected() ? qualification.get().field(5) : insurance.get().field(3);
            if (!Digits.are(Width.half(branch), Width.half(branch).length())
                    || branch.length() > 2) {
                fault(RegistrationCode.BAD_NUMBER, "SN.branch");
                return Optional.empty();
            }
            try {
                return Optional.of(new InsuredIdentifier(symbol, number, branch));
            } catch (MalformedValue malformed) {
                fault(RegistrationCode.BAD_NUMBER, "HO.number");
                return Optional.empty();
            }
        }

        private void fault(RegistrationCode code, String column) {
            faults.add(new RowFault(code, column));
        }
    }
}
