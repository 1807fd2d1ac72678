package org.onshi.terminal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.onshi.terminal.FolderAnswer.ResultFile;

/**
 * Answers on the disk before they appear in {@code res/}: an append-only file, forced once per
 * batch, so that thousands of answers cost a few forces and a single one costs one. After a kill an
 * answer is written again from here, byte for byte.
 *
 * <p>A record is {@code length, CRC-32C, kind, key, …}; whatever follows the first record that does
 * not hold was never acknowledged. Which records still matter is not written here: a request whose
 * taken file is gone is settled. A segment is emptied or deleted when all its answers are.
 */
final class AnswerJournal implements AutoCloseable {
    private static final byte[] MAGIC = "ONSHI-ANSWERS-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BOOT_BYTES = 36;
    private static final int HEADER = MAGIC.length + BOOT_BYTES;
    private static final byte ANSWER = 1;
    private static final byte WRITTEN = 2;
    private static final int RECORD_MAX = 512 * 1024 * 1024;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Where an answer lies; handed back when it is settled. */
    record Place(long segment) {}

    /** What was found in the segments of earlier runs. */
    interface Replay {
        /**
         * An answer, in the order of writing.
         *
         * @param appeared it was written to {@code res/} in full, and the machine has not been
         *     started anew since: where it is missing, the receipt computer took it away
         */
        void answer(FolderAnswer answer, boolean appeared) throws IOException;
    }

    private final Path folder;
    private final int segmentBytes;
    private final Map<Long, Integer> unsettled = new HashMap<>();
    private long segment;
    private FileChannel channel;
    private long end;

    /** Starts a new segment after those that exist; these are read by {@link #replay}. */
    AnswerJournal(Path folder, int segmentBytes) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        long last = 0;
        for (Path file : segments(folder)) {
            last = Math.max(last, number(file));
        }
        this.segment = last;
    }

    /**
     * Puts answers on the disk; returns when they would survive a power cut.
     *
     * @throws IOException none of them is kept (full disk); the journal is as before
     */
    synchronized Place append(List<FolderAnswer> answers) throws IOException {
        if (channel == null || end >= segmentBytes) {
            startSegment();
        }
        long begin = end;
        try {
            for (FolderAnswer answer : answers) {
                write(answerRecord(answer));
            }
            channel.force(false);
        } catch (IOException e) {
            cutBack(begin);
            throw e;
        }
        unsettled.merge(segment, answers.size(), Integer::sum);
        return new Place(segment);
    }

    /**
     * Notes that the answer stands in {@code res/}. Not forced: it must outlive the process, not
     * the machine. Without the note the answer would be written again, identical.
     */
    synchronized void noteWritten(UUID key) throws IOException {
        long begin = end;
        try {
            write(List.of(writtenRecord(key)));
        } catch (IOException e) {
            cutBack(begin);
            throw e;
        }
    }

    /** One answer of this place needs no record any more. */
    synchronized void settled(Place place) throws IOException {
        int left = unsettled.merge(place.segment(), -1, Integer::sum);
        if (left > 0) {
            return;
        }
        unsettled.remove(place.segment());
        if (place.segment() == segment) {
            channel.truncate(HEADER);
            channel.position(HEADER);
            end = HEADER;
        } else {
            Files.deleteIfExists(file(place.segment()));
        }
    }

    /** Reads the segments of earlier runs, oldest first, one answer in memory at a time. */
    void replay(Replay replay) throws IOException {
        Optional<String> boot = bootId();
        List<Path> files = earlierSegments();
        // a note may stand in a later segment than its answer
        Set<UUID> appeared = new HashSet<>();
        for (Path file : files) {
            Set<UUID> written = new HashSet<>();
            if (read(file, boot, answer -> {}, written::add)) {
                appeared.addAll(written);
            }
        }
        for (Path file : files) {
            read(
                    file,
                    boot,
                    answer -> replay.answer(answer, appeared.contains(answer.key())),
                    key -> {});
        }
    }

    /** Deletes what {@link #replay} has read; its answers are settled now. */
    void forgetEarlier() throws IOException {
        for (Path file : earlierSegments()) {
            Files.deleteIfExists(file);
        }
    }

    private synchronized List<Path> earlierSegments() throws IOException {
        long current = channel == null ? Long.MAX_VALUE : segment;
        return segments(folder).stream().filter(file -> number(file) < current).toList();
    }

    private void startSegment() throws IOException {
        long next = segment + 1;
        Path file = file(next);
        FileChannel opened =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            header.put(MAGIC).put(Arrays.copyOf(bootBytes(), BOOT_BYTES)).flip();
            while (header.hasRemaining()) {
                opened.write(header);
            }
            OqsFolders.force(folder);
        } catch (IOException e) {
            opened.close();
            Files.deleteIfExists(file);
            throw e;
        }
        if (channel != null) {
            channel.close();
            if (!unsettled.containsKey(segment)) {
                Files.deleteIfExists(file(segment));
            }
        }
        channel = opened;
        segment = next;
        end = HEADER;
    }

    private void cutBack(long to) throws IOException {
        channel.truncate(to);
        channel.position(to);
        end = to;
    }

    private void write(List<ByteBuffer> record) throws IOException {
        int length = 0;
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : record) {
            length += part.remaining();
            crc.update(part.duplicate());
        }
        ByteBuffer[] all = new ByteBuffer[record.size() + 1];
        all[0] = ByteBuffer.allocate(8).putInt(length).putInt((int) crc.getValue()).flip();
        for (int i = 0; i < record.size(); i++) {
            all[i + 1] = record.get(i);
        }
        while (Arrays.stream(all).anyMatch(ByteBuffer::hasRemaining)) {
            end += channel.write(all);
        }
    }

    private static List<ByteBuffer> answerRecord(FolderAnswer answer) {
        List<ByteBuffer> record = new ArrayList<>();
        record.add(
                head(out -> {
                    out.writeByte(ANSWER);
                    writeKey(out, answer.key());
                    out.writeByte(answer.kind().mark());
                    out.writeBoolean(answer.movesRequestBack());
                    out.writeShort(answer.files().size());
                }));
        for (ResultFile file : answer.files()) {
            record.add(
                    head(out -> {
                        byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
                        out.writeShort(name.length);
                        out.write(name);
                        out.writeInt(file.content().length);
                    }));
            record.add(ByteBuffer.wrap(file.content()));
        }
        return record;
    }

    private static ByteBuffer writtenRecord(UUID key) {
        return head(out -> {
            out.writeByte(WRITTEN);
            writeKey(out, key);
        });
    }

    private static void writeKey(DataOutputStream out, UUID key) throws IOException {
        out.writeLong(key.getMostSignificantBits());
        out.writeLong(key.getLeastSignificantBits());
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static ByteBuffer head(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private interface Answers {
        void found(FolderAnswer answer) throws IOException;
    }

    /** Returns whether the segment was begun since the machine was last started. */
    private static boolean read(
            Path file, Optional<String> boot, Answers answers, Consumer<UUID> written)
            throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            Optional<ByteBuffer> header = read(in, HEADER);
            if (header.isEmpty() || !startsWithMagic(header.get())) {
                return false;
            }
            byte[] begun = new byte[BOOT_BYTES];
            header.get().get(begun);
            boolean sameBoot =
                    boot.isPresent()
                            && boot.get()
                                    .equals(new String(begun, StandardCharsets.US_ASCII).strip());
            while (true) {
                Optional<ByteBuffer> record = readRecord(in);
                if (record.isEmpty()) {
                    return sameBoot;
                }
                hand(record.get(), answers, written);
            }
        }
    }

    private static boolean startsWithMagic(ByteBuffer header) {
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        return Arrays.equals(magic, MAGIC);
    }

    private static Optional<ByteBuffer> readRecord(FileChannel in) throws IOException {
        Optional<ByteBuffer> head = read(in, 8);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        int length = head.get().getInt();
        int expected = head.get().getInt();
        if (length <= 0 || length > RECORD_MAX || length > in.size() - in.position()) {
            return Optional.empty();
        }
        Optional<ByteBuffer> record = read(in, length);
        if (record.isPresent()) {
            CRC32C crc = new CRC32C();
            crc.update(record.get().duplicate());
            if ((int) crc.getValue() != expected) {
                return Optional.empty();
            }
        }
        return record;
    }

    private static void hand(ByteBuffer record, Answers answers, Consumer<UUID> written)
            throws IOException {
        byte kind = record.get();
        UUID key = new UUID(record.getLong(), record.getLong());
        if (kind == WRITTEN) {
            written.accept(key);
            return;
        }
        FolderAnswer.Kind counted = FolderAnswer.Kind.of(record.get());
        boolean movesRequestBack = record.get() != 0;
        int count = record.getShort();
        List<ResultFile> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Short.toUnsignedInt(record.getShort())];
            record.get(name);
            byte[] content = new byte[record.getInt()];
            record.get(content);
            files.add(new ResultFile(new String(name, StandardCharsets.UTF_8), content));
        }
        answers.found(new FolderAnswer(key, files, movesRequestBack, counted));
    }

    private static Optional<ByteBuffer> read(FileChannel in, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(buffer.flip());
    }

    private static Optional<String> bootId() {
        try {
            return Optional.of(Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            return Optional.empty(); // not Linux: every start counts as one after a power cut
        }
    }

    private static byte[] bootBytes() {
        return bootId().orElse("").getBytes(StandardCharsets.US_ASCII);
    }

    private Path file(long number) {
        return folder.resolve("%012d.answers".formatted(number));
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 12));
    }

    private static List<Path> segments(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.answers")) {
            for (Path file : all) {
                if (file.getFileName().toString().matches("[0-9]{12}\\.answers")) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        return files;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
