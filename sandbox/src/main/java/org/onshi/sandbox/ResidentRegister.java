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
import java.util.List;
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
 * record. What {@link #commit} returned from is on disk. A tail that a crash left unfinished was
 * never answered for: it is cut off at the next start and kept beside the file. Memory holds two
 * indexes, no residents. Safe for several threads.
 */
final class ResidentRegister implements AutoCloseable {
    private static final String FILE = "residents.log";
    private static final String CUT_FILE = "residents.log.cut";
    private static final String FIELD_END = "\u001F";
    private static final int FIELDS = 8;
    private static final int HEAD_BYTES = 8;

    /** Longest record: eight fields of at most 300 characters. */
    private static final int RECORD_BYTES_MAX = 16 << 10;

    private static final int BUFFER_BYTES = 1 << 20;

    /** Keys the register gives itself. */
    private static final Pattern GIVEN_KEY = Pattern.compile("R[0-9]{7,12}");

    private final FileChannel channel;
    private final LongIndex byNumber = new LongIndex();
    private final LongIndex byPerson = new LongIndex();
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

        /** The key is another person's, or the person has another key. */
        record PersonTaken() implements Entered {
            @Override
            public String person() {
                return "";
            }
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
        Optional<ResidentRow> known = find(row.individualNumber());
        if (known.isPresent()) {
            String person = known.get().person();
            if (!row.person().isEmpty() && !row.person().equals(person)) {
                return new Entered.PersonTaken();
            }
            ResidentRow complete = withPerson(row, person);
            if (complete.equals(known.get())) {
                return new Entered.Unchanged(person);
            }
            append(complete);
            return new Entered.Changed(person);
        }
        if (!row.person().isEmpty() && find(row.person()).isPresent()) {
            return new Entered.PersonTaken();
        }
        String person = row.person().isEmpty() ? freeKey() : row.person();
        append(withPerson(row, person));
        residents++;
        return new Entered.Added(person);
    }

    /** The resident with this number. */
    synchronized Optional<ResidentRow> find(IndividualNumber number) {
        long offset = byNumber.find(numberKey(number), value -> true);
        return offset < 0 ? Optional.empty() : Optional.of(read(offset));
    }

    /** The resident with this key. */
    synchronized Optional<ResidentRow> find(String person) {
        long offset =
                byPerson.find(personKey(person), value -> read(value).person().equals(person));
        return offset < 0 ? Optional.empty() : Optional.of(read(offset));
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

    private void append(ResidentRow row) {
        long offset = written + unwritten.size();
        byte[] fields = encode(row);
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
                value -> read(value).person().equals(row.person()));
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

    private ResidentRow read(long offset) {
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
            ResidentRow row = decode(fields);
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

    private static byte[] encode(ResidentRow row) {
        return String.join(
                        FIELD_END,
                        row.person(),
                        row.individualNumber().digits(),
                        row.name(),
                        row.nameKana(),
                        row.birthDate().toString(),
                        row.sex().wire(),
                        row.postalCode(),
                        row.address())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ResidentRow decode(byte[] bytes) {
        List<String> fields =
                List.of(new String(bytes, StandardCharsets.UTF_8).split(FIELD_END, FIELDS));
        return new ResidentRow(
                new IndividualNumber(fields.get(1)),
                fields.get(2),
                fields.get(3),
                LocalDate.parse(fields.get(4)),
                Sex.of(fields.get(5)).orElseThrow(),
                fields.get(6),
                fields.get(7),
                fields.get(0));
    }

    private static ResidentRow withPerson(ResidentRow row, String person) {
        return new ResidentRow(
                row.individualNumber(),
                row.name(),
                row.nameKana(),
                row.birthDate(),
                row.sex(),
                row.postalCode(),
                row.address(),
                person);
    }

    private static long numberKey(IndividualNumber number) {
        return Long.parseLong(number.digits());
    }

    private static long personKey(String person) {
        long hash = 1125899906842597L;
        for (int i = 0; i < person.length(); i++) {
            hash = hash * 31 + person.charAt(i);
        }
        return Dice.mix(hash);
    }
}
