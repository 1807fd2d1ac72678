package org.onshi.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.Sex;
import org.onshi.wire.ResidentRow;

/**
 * The plain resident register: residents by individual number and by person key, kept in one file
 * that only grows.
 *
 * <p>A record is its length, a CRC-32C and the fields in UTF-8; a person who changes gets another
 * record, which names the place of the one before, so that names and addresses of the past stay
 * known. Records of earlier versions, without alias and without that place, are read as well. What
 * {@link #commit} returned from is on disk. A tail that a crash left unfinished was never answered
 * for: it is cut off at the next start and kept beside the file. Memory holds indexes, no
 * residents. Safe for several threads.
 */
final class ResidentRegister implements AutoCloseable {
    private static final String FILE = "residents.log";
    private static final String CUT_FILE = "residents.log.cut";
    private static final String FIELD_END = "\u001F";
    private static final int FIELDS_BEFORE_ALIASES = 8;
    private static final long NOWHERE = -1;

    /** Records of a person's past that are read, the newest first. */
    static final int HISTORY_MAX = 20;

    /** Records of one birth date, sex and name that are looked through. */
    private static final int ALIKE_MAX = 10_000;

    private static final int HEAD_BYTES = 8;

    /** Longest record: eleven fields of at most 300 characters. */
    private static final int RECORD_BYTES_MAX = 20 << 10;

    private static final int BUFFER_BYTES = 1 << 20;

    /** Keys the register gives itself. */
    private static final Pattern GIVEN_KEY = Pattern.compile("R[0-9]{7,12}");

    private final FileChannel channel;
    private final LongIndex byNumber = new LongIndex();
    private final LongIndex byPerson = new LongIndex();

    /** Of birth date, sex and name: the last record that has them. */
    private final LongIndex byLikeness = new LongIndex();

    /** From a record to the one before it with the same likeness, where there is one. */
    private final LongIndex alikeBefore = new LongIndex();

    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
    private long written;
    private int residents;
    private long lastGiven;
    private boolean broken;

    /** What became of a resident. */
    sealed interface Entered {
        /** The key of the person. */
        String person();

        /** New in the register. */
        record Added(String person) implements Entered {}

        /** Known with other facts; the new ones count from now on. */
        record Changed(String person) implements Entered {}

        /** Known so already. */
        record Unchanged(String person) implements Entered {}

        /** Of an earlier day than what is known already; nothing changed. */
        record Outdated(String person) implements Entered {}

        /** The key is another person's, or the person has another key. */
        record PersonTaken() implements Entered {
            @Override
            public String person() {
                return "";
            }
        }
    }

    /** A record in the file: what it says, and where the person's record before it is. */
    private record Kept(ResidentRow row, long before) {
        @Override
        public String toString() {
            return "Kept[…]";
        }
    }

    private ResidentRegister(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the register kept in this folder, or begins one. */
    static ResidentRegister open(Path folder) {
        PrivateFiles.folder(folder);
        Path file = folder.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                PrivateFiles.create(file).close();
            }
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ResidentRegister register = new ResidentRegister(channel);
            register.replay();
            register.cutTail(folder.resolve(CUT_FILE));
            return register;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many people are in it. */
    synchronized int size() {
        return residents;
    }

    /** Enters a resident; durable once {@link #commit} has returned. */
    synchronized Entered enter(ResidentRow row) {
        requireWhole();
        long known = offset(row.individualNumber());
        if (known != NOWHERE) {
            return enterAgain(row, known);
        }
        if (!row.person().isEmpty() && find(row.person()).isPresent()) {
            return new Entered.PersonTaken();
        }
        String person = row.person().isEmpty() ? freeKey() : row.person();
        append(row.withPerson(person), NOWHERE);
        residents++;
        return new Entered.Added(person);
    }

    private Entered enterAgain(ResidentRow row, long known) {
        List<ResidentRow> history = history(row.individualNumber());
        ResidentRow present = history.getFirst();
        String person = present.person();
        if (!row.person().isEmpty() && !row.person().equals(person)) {
            return new Entered.PersonTaken();
        }
        ResidentRow complete = row.withPerson(person);
        boolean told =
                row.since().isEmpty()
                        ? complete.equals(undated(present))
                        : history.contains(complete);
        if (told) {
            return new Entered.Unchanged(person);
        }
        boolean late = row.since().flatMap(day -> present.since().map(day::isBefore)).orElse(false);
        if (late) {
            return new Entered.Outdated(person);
        }
        append(complete, known);
        return new Entered.Changed(person);
    }

    private static ResidentRow undated(ResidentRow row) {
        return new ResidentRow(
                row.individualNumber(),
                row.name(),
                row.nameKana(),
                row.birthDate(),
                row.sex(),
                row.postalCode(),
                row.address(),
                row.person(),
                row.alias(),
                row.aliasKana(),
                Optional.empty());
    }

    /**
     * What is and was known about the resident with this number, the present first, at most {@value
     * #HISTORY_MAX} records; empty when there is none.
     */
    synchronized List<ResidentRow> history(IndividualNumber number) {
        List<ResidentRow> history = new ArrayList<>();
        long offset = offset(number);
        while (offset != NOWHERE && history.size() < HISTORY_MAX) {
            Kept kept = read(offset);
            history.add(kept.row());
            offset = kept.before();
        }
        return history;
    }

    /**
     * The residents as they are now with this birth date, sex and name, as the register writes
     * names (see {@link RegisterWriting}); an alias is a name too.
     */
    synchronized List<ResidentRow> named(LocalDate birthDate, Sex sex, String name) {
        String written = RegisterWriting.name(name);
        long likeness = likeness(birthDate, sex, written);
        Map<IndividualNumber, ResidentRow> named = new LinkedHashMap<>();
        long offset = byLikeness.find(likeness, value -> true);
        for (int seen = 0; offset != NOWHERE && seen < ALIKE_MAX; seen++) {
            ResidentRow row = read(offset).row();
            boolean present = offset == offset(row.individualNumber());
            boolean so =
                    row.birthDate().equals(birthDate)
                            && row.sex() == sex
                            && (RegisterWriting.name(row.name()).equals(written)
                                    || RegisterWriting.name(row.alias()).equals(written));
            if (present && so) {
                named.put(row.individualNumber(), row);
            }
            offset = alikeBefore.find(place(offset, likeness), value -> true);
        }
        return List.copyOf(named.values());
    }

    /** The resident with this number. */
    synchronized Optional<ResidentRow> find(IndividualNumber number) {
        long offset = offset(number);
        return offset == NOWHERE ? Optional.empty() : Optional.of(read(offset).row());
    }

    private long offset(IndividualNumber number) {
        return byNumber.find(numberKey(number), value -> true);
    }

    /** The resident with this key. */
    synchronized Optional<ResidentRow> find(String person) {
        long offset =
                byPerson.find(
                        personKey(person), value -> read(value).row().person().equals(person));
        return offset == NOWHERE ? Optional.empty() : Optional.of(read(offset).row());
    }

    /** Puts everything entered so far on disk. */
    synchronized void commit() {
        requireWhole();
        try {
            flush();
            channel.force(false);
        } catch (IOException e) {
            broken = true;
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try (channel) {
            if (!broken) {
                flush();
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * After a failed write the indexes know more than the disk; only a new start brings them
     * together.
     */
    private void requireWhole() {
        if (broken) {
            throw new IllegalStateException(
                    "the resident register could not be written; make room and start it again");
        }
    }

    private String freeKey() {
        String key;
        do {
            lastGiven++;
            key = "R%07d".formatted(lastGiven);
        } while (find(key).isPresent());
        return key;
    }

    private void append(ResidentRow row, long before) {
        long offset = written + unwritten.size();
        byte[] fields = encode(row, before);
        CRC32C sum = new CRC32C();
        sum.update(fields);
        unwritten.writeBytes(
                ByteBuffer.allocate(HEAD_BYTES)
                        .putInt(fields.length)
                        .putInt((int) sum.getValue())
                        .array());
        unwritten.writeBytes(fields);
        index(row, offset);
        if (unwritten.size() >= BUFFER_BYTES) {
            try {
                flush();
            } catch (IOException e) {
                broken = true;
                throw new UncheckedIOException(e);
            }
        }
    }

    private void index(ResidentRow row, long offset) {
        byNumber.put(numberKey(row.individualNumber()), offset, value -> true);
        byPerson.put(
                personKey(row.person()),
                offset,
                value -> read(value).row().person().equals(row.person()));
        alike(row, row.name(), offset);
        if (!row.alias().isEmpty()
                && !RegisterWriting.name(row.alias()).equals(RegisterWriting.name(row.name()))) {
            alike(row, row.alias(), offset);
        }
    }

    private void alike(ResidentRow row, String name, long offset) {
        long likeness = likeness(row.birthDate(), row.sex(), RegisterWriting.name(name));
        long before = byLikeness.find(likeness, value -> true);
        if (before != NOWHERE) {
            alikeBefore.put(place(offset, likeness), before, value -> true);
        }
        byLikeness.put(likeness, offset, value -> true);
    }

    private static long place(long offset, long likeness) {
        return Dice.mix(offset ^ likeness);
    }

    private void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(unwritten.toByteArray());
        long to = written;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
        written = to;
        unwritten.reset();
    }

    private Kept read(long offset) {
        try {
            if (offset >= written) {
                flush();
            }
            ByteBuffer head = fully(offset, HEAD_BYTES);
            int length = head.getInt();
            return decode(fully(offset + HEAD_BYTES, length).array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteBuffer fully(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the resident register is shorter than its index");
            }
        }
        return buffer.flip();
    }

    /** Reads the file from its start; stops before the first record that is not whole. */
    private void replay() throws IOException {
        channel.position(0);
        // not closed: that would close the channel
        DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
        CRC32C sum = new CRC32C();
        while (true) {
            byte[] fields;
            try {
                int length = in.readInt();
                int expected = in.readInt();
                if (length <= 0 || length > RECORD_BYTES_MAX) {
                    return;
                }
                fields = in.readNBytes(length);
                sum.reset();
                sum.update(fields);
                if (fields.length < length || (int) sum.getValue() != expected) {
                    return;
                }
            } catch (EOFException end) {
                return;
            }
            ResidentRow row = decode(fields).row();
            long offset = written;
            written += HEAD_BYTES + fields.length;
            if (byNumber.find(numberKey(row.individualNumber()), value -> true) < 0) {
                residents++;
            }
            index(row, offset);
            if (GIVEN_KEY.matcher(row.person()).matches()) {
                lastGiven = Math.max(lastGiven, Long.parseLong(row.person().substring(1)));
            }
        }
    }

    private void cutTail(Path cutFile) throws IOException {
        long tail = channel.size() - written;
        if (tail == 0) {
            return;
        }
        Files.deleteIfExists(cutFile);
        try (FileChannel cut = PrivateFiles.create(cutFile)) {
            long copied = 0;
            while (copied < tail) {
                copied += channel.transferTo(written + copied, tail - copied, cut);
            }
        }
        channel.truncate(written);
        channel.force(true);
    }

    private static byte[] encode(ResidentRow row, long before) {
        return String.join(
                        FIELD_END,
                        row.person(),
                        row.individualNumber().digits(),
                        row.name(),
                        row.nameKana(),
                        row.birthDate().toString(),
                        row.sex().wire(),
                        row.postalCode(),
                        row.address(),
                        row.alias(),
                        row.aliasKana(),
                        row.since().map(LocalDate::toString).orElse(""),
                        Long.toString(before))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Kept decode(byte[] bytes) {
        List<String> fields =
                List.of(new String(bytes, StandardCharsets.UTF_8).split(FIELD_END, -1));
        boolean early = fields.size() == FIELDS_BEFORE_ALIASES;
        return new Kept(
                new ResidentRow(
                        new IndividualNumber(fields.get(1)),
                        fields.get(2),
                        fields.get(3),
                        LocalDate.parse(fields.get(4)),
                        Sex.of(fields.get(5)).orElseThrow(),
                        fields.get(6),
                        fields.get(7),
                        fields.get(0),
                        early ? "" : fields.get(8),
                        early ? "" : fields.get(9),
                        Optional.of(early ? "" : fields.get(10))
                                .filter(day -> !day.isEmpty())
                                .map(LocalDate::parse)),
                early ? NOWHERE : Long.parseLong(fields.get(11)));
    }

    private static long numberKey(IndividualNumber number) {
        return Long.parseLong(number.digits());
    }

    private static long personKey(String person) {
        return hash(person);
    }

    private static long likeness(LocalDate birthDate, Sex sex, String name) {
        return hash(birthDate + sex.wire() + name);
    }

    private static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return Dice.mix(hash);
    }
}
