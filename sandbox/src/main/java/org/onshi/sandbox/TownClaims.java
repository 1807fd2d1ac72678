package org.onshi.sandbox;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.CheckupFile;

/**
 * What the town's people were treated with and examined for: claim files of two facilities and a
 * checkup file, in the forms in which the operating body takes them (facts §3, §6). Medicines and
 * treatments have made-up codes in ranges nobody uses, and names that say so.
 */
final class TownClaims implements AutoCloseable {
    /** Months before the town's month for which claims exist: the newest are still on their way. */
    private static final int NEWEST_MONTHS_AGO = 2;

    private static final int OLDEST_MONTHS_AGO = 9;
    private static final int CHECKUP_YEARS = 5;
    private static final int CHECKUP_AGE_MIN = 40;

    /** Of 100 people whose claims exist. */
    private static final int TREATED_OF_100 = 30;

    /** UKE files are JIS X 0208 in Shift_JIS (facts §3.1). */
    private static final Charset UKE = Charset.forName("Shift_JIS");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");
    private static final int DAYS_OF_RECORD = 31;

    /** Fields between the count and the days of an IY or SI record: the comments. */
    private static final int COMMENT_FIELDS = 6;

    /** Situations whose identifiers mean one person on every day of the claims. */
    private static final Set<Situation> TREATED =
            Set.of(
                    Situation.PLAIN,
                    Situation.DEPENDANT,
                    Situation.ELDERLY_20,
                    Situation.ELDERLY_30,
                    Situation.LATE_STAGE_10,
                    Situation.LATE_STAGE_20);

    /**
     * A medicine that is taken daily.
     *
     * @param code nine digits as in IY records
     * @param perDay how many of its unit a day
     */
    private record Medicine(String code, String name, String unit, String generic, int perDay) {}

    private static final List<Medicine> MEDICINES =
            List.of(
                    new Medicine("629990001", "見本アムロジピン錠５ｍｇ", "錠", "アムロジピン", 1),
                    new Medicine("629990002", "見本カンデサルタン錠４ｍｇ", "錠", "カンデサルタン", 1),
                    new Medicine("629990003", "見本メトホルミン錠２５０ｍｇ", "錠", "メトホルミン", 2),
                    new Medicine("629990004", "見本ロスバスタチン錠２．５ｍｇ", "錠", "ロスバスタチン", 1),
                    new Medicine("629990005", "見本フェブキソスタット錠１０ｍｇ", "錠", "フェブキソスタット", 1),
                    new Medicine("629990006", "見本ランソプラゾールＯＤ錠１５ｍｇ", "錠", "ランソプラゾール", 1),
                    new Medicine("629990007", "見本レバミピド錠１００ｍｇ", "錠", "レバミピド", 3));

    private static final Map<String, String> TREATMENTS =
            Map.of(
                    "199990001", "見本再診料",
                    "199990002", "見本生活習慣病管理料",
                    "199990003", "見本血液化学検査");

    private final Path folder;
    private final LocalDate today;
    private final long seed;
    private final CsvWriter checkups;
    private final Map<String, Claims> files = new LinkedHashMap<>();
    private int written;

    /** An open claim file and what its closing record counts. */
    private static final class Claims {
        private final Writer writer;
        private int receipts;
        private long points;

        Claims(Writer writer) {
            this.writer = writer;
        }
    }

    TownClaims(Path folder, LocalDate today, long seed) throws IOException {
        this.folder = folder;
        this.today = today;
        this.seed = seed;
        PrivateFiles.folder(folder.resolve("claims"));
        try (CsvWriter medicines = csv("medicines.csv")) {
            medicines.writeRecord("code", "name", "unit", "generic");
            for (Medicine one : MEDICINES) {
                medicines.writeRecord(one.code(), one.name(), one.unit(), one.generic());
            }
            for (Map.Entry<String, String> one :
                    TREATMENTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                medicines.writeRecord(one.getKey(), one.getValue(), "回", "");
            }
        }
        checkups = csv("checkups.csv");
        checkups.writeRecord(CheckupFile.COLUMNS);
    }

    /** Writes what there is about the people of one household. */
    void write(Household household) throws IOException {
        Map<String, Integer> listings = new LinkedHashMap<>();
        household.listings().forEach(one -> listings.merge(one.who().key(), 1, Integer::sum));
        for (Household.Listing listing : household.listings()) {
            boolean named = listing.who().index() < 0;
            boolean open = listing.acquiredOn().isPresent() && listing.lostOn().isEmpty();
            boolean single = listings.get(listing.who().key()) == 1;
            if (!open || !single || !(named || TREATED.contains(listing.who().situation()))) {
                continue;
            }
            Dice dice = Dice.of(seed ^ 0x554B45, ++written);
            if (named || dice.chance(TREATED_OF_100)) {
                treated(listing, dice);
                examined(listing, dice);
            }
        }
    }

    private void treated(Household.Listing listing, Dice dice) throws IOException {
        TownFacility facility = TownFacility.ALL.get(dice.between(0, 1));
        List<Medicine> taken = MEDICINES.stream().filter(one -> dice.chance(40)).limit(4).toList();
        for (int ago = OLDEST_MONTHS_AGO; ago >= NEWEST_MONTHS_AGO; ago--) {
            YearMonth month = YearMonth.from(today).minusMonths(ago);
            LocalDate day = month.atDay(dice.between(1, 25));
            boolean covered = !day.isBefore(listing.acquiredOn().orElseThrow());
            if (covered && dice.chance(70)) {
                receipt(facility, month, day, listing, taken, dice);
            }
        }
    }

    private void receipt(
            TownFacility facility,
            YearMonth month,
            LocalDate day,
            Household.Listing listing,
            List<Medicine> taken,
            Dice dice)
            throws IOException {
        Claims claims = claims(facility, month);
        claims.receipts++;
        Resident who = listing.who();
        String number = Integer.toString(claims.receipts);
        record(
                claims,
                38,
                "RE",
                number,
                kind(listing.insurer()),
                MONTH.format(month),
                plain(who.name().text()),
                who.sex().wire(),
                DAY.format(who.birthDate()),
                "",
                "",
                "",
                "",
                "",
                "",
                number);
        int points = 200 + 10 * dice.between(0, 40);
        claims.points += points;
        record(
                claims,
                15,
                "HO",
                "%8s".formatted(listing.insurer().digits()),
                plain(listing.identifier().symbol()),
                plain(listing.identifier().number()),
                "1",
                Integer.toString(points));
        record(claims, 9, "SN", "1", "01", "", "", "", listing.identifier().branch());
        record(claims, 8, "SY", "0000999", DAY.format(day), "1", "", "見本傷病", "01");
        int days = 7 * dice.between(2, 4);
        item(claims, "SI", "12", "199990001", "", 75, 1, day, 1);
        if (!taken.isEmpty()) {
            item(claims, "SI", "13", "199990002", "", 120, 1, day, 1);
        }
        for (Medicine one : taken) {
            String quantity = Integer.toString(one.perDay());
            item(claims, "IY", "21", one.code(), quantity, 3, days, day, days);
        }
        if (dice.chance(30)) {
            item(claims, "SI", "60", "199990003", "", 144, 1, day, 1);
        }
    }

    /** An SI or IY record: what, how much, how often, and on which day of the month. */
    private static void item(
            Claims claims,
            String record,
            String place,
            String code,
            String quantity,
            int points,
            int count,
            LocalDate day,
            int onThatDay)
            throws IOException {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                record,
                                place,
                                "1",
                                code,
                                quantity,
                                Integer.toString(points),
                                Integer.toString(count)));
        for (int i = 0; i < COMMENT_FIELDS; i++) {
            fields.add("");
        }
        for (int i = 1; i <= DAYS_OF_RECORD; i++) {
            fields.add(i == day.getDayOfMonth() ? Integer.toString(onThatDay) : "");
        }
        line(claims, fields);
    }

    private void examined(Household.Listing listing, Dice dice) {
        int age = today.getYear() - listing.who().birthDate().getYear();
        if (age < CHECKUP_AGE_MIN || age > 74) {
            return;
        }
        double height = 150 + dice.between(0, 300) / 10.0;
        double weight = 45 + dice.between(0, 400) / 10.0;
        int systolic = dice.between(108, 146);
        int diastolic = systolic - dice.between(38, 56);
        int a1c = dice.between(50, 68);
        int ldl = dice.between(85, 165);
        LocalDate acquired = listing.acquiredOn().orElseThrow();
        for (int ago = CHECKUP_YEARS; ago >= 1; ago--) {
            LocalDate day = today.minusYears(ago).minusMonths(2).withDayOfMonth(10);
            if (day.isBefore(acquired)) {
                continue;
            }
            weight += dice.between(-15, 20) / 10.0;
            String bmi = "%.1f".formatted(weight / (height * height / 10_000));
            int drift = dice.between(-4, 6);
            Checkup checkup = new Checkup(checkups, listing, day);
            checkup.item("9N001000000000001", "%.1f".formatted(height), "cm");
            checkup.item("9N006000000000001", "%.1f".formatted(weight), "kg");
            checkup.item("9N011000000000001", bmi, "kg/m2");
            checkup.item("9N016160100000001", "%.1f".formatted(60 + weight / 3), "cm");
            checkup.item("9A751000000000001", Integer.toString(systolic + drift), "mmHg");
            checkup.item("9A761000000000001", Integer.toString(diastolic + drift / 2), "mmHg");
            checkup.item("3F015000002327101", Integer.toString(dice.between(60, 210)), "mg/dl");
            checkup.item("3F070000002327101", Integer.toString(dice.between(38, 82)), "mg/dl");
            checkup.item("3F077000002327101", Integer.toString(ldl + 2 * drift), "mg/dl");
            checkup.item("3B035000002327201", Integer.toString(dice.between(15, 42)), "U/l");
            checkup.item("3B045000002327201", Integer.toString(dice.between(12, 52)), "U/l");
            checkup.item("3B090000002327101", Integer.toString(dice.between(14, 88)), "U/l");
            checkup.item("3D010000001926101", Integer.toString(dice.between(82, 128)), "mg/dl");
            checkup.item("3D046000001906202", "%.1f".formatted((a1c + drift / 3) / 10.0), "%");
            checkup.item("1A010000000191111", dice.chance(85) ? "1" : "3", "");
        }
    }

    /** The rows of one checkup. */
    private record Checkup(CsvWriter csv, Household.Listing listing, LocalDate day) {
        void item(String code, String value, String unit) {
            csv.writeRecord(
                    listing.insurer().digits(),
                    listing.identifier().symbol(),
                    listing.identifier().number(),
                    listing.identifier().branch(),
                    listing.who().birthDate().toString(),
                    day.toString(),
                    code,
                    value,
                    unit);
        }
    }

    /** レセプト種別: a medical outpatient claim, alone (facts §3.3). */
    private static String kind(InsurerNumber insurer) {
        return switch (insurer.kind()) {
            case LATE_STAGE_ELDERLY -> "1318";
            case KYOKAI_KENPO,
                    SEAMEN,
                    DAY_LABOUR,
                    HEALTH_SOCIETY,
                    SELF_DEFENCE,
                    MUTUAL_AID,
                    SPECIAL_RETIRED,
                    RETIRED_NHI,
                    MUNICIPAL_NHI,
                    NHI_SOCIETY,
                    OTHER ->
                    "1112";
        };
    }

    private Claims claims(TownFacility facility, YearMonth month) throws IOException {
        String name = "claims/%s-%s.UKE".formatted(facility.code().digits(), MONTH.format(month));
        Claims known = files.get(name);
        if (known != null) {
            return known;
        }
        Claims made =
                new Claims(
                        new OutputStreamWriter(
                                Channels.newOutputStream(PrivateFiles.create(folder.resolve(name))),
                                UKE));
        files.put(name, made);
        String code = facility.code().digits();
        record(
                made,
                10,
                "IR",
                "1",
                code.substring(0, 2),
                code.substring(2, 3),
                code.substring(3),
                "",
                plain(facility.name()),
                MONTH.format(month.plusMonths(1)),
                "00",
                "");
        return made;
    }

    /** A record of so many fields; those not given are empty. */
    private static void record(Claims claims, int fields, String... given) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(given));
        while (all.size() < fields) {
            all.add("");
        }
        line(claims, all);
    }

    private static void line(Claims claims, List<String> fields) throws IOException {
        claims.writer.write(String.join(",", fields) + "\r\n");
    }

    /** Characters outside JIS X 0208 become ？, as receipt computers write them (facts §3.1). */
    private static String plain(String text) {
        CharsetEncoder encoder = UKE.newEncoder();
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .mapToObj(Character::toString)
                .forEach(one -> plain.append(encoder.canEncode(one) ? one : "？"));
        return plain.toString();
    }

    private CsvWriter csv(String name) throws IOException {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(
                        new OutputStreamWriter(
                                Channels.newOutputStream(PrivateFiles.create(folder.resolve(name))),
                                StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        checkups.close();
        for (Claims claims : files.values()) {
            record(
                    claims,
                    4,
                    "GO",
                    Integer.toString(claims.receipts),
                    Long.toString(claims.points),
                    "99");
            claims.writer.write('\u001a');
            claims.writer.close();
        }
    }
}
