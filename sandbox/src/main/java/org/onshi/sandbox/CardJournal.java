package org.onshi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What happened to cards, in a file that only grows: length, CRC-32C, record. What {@link #append}
 * returned from is on disk. A tail that a crash left unfinished was never answered for: it is cut
 * off at the next start and kept beside the file. Not for several threads.
 */
final class CardJournal implements AutoCloseable {
    private static final String FILE = "cards.log";
    private static final String CUT_FILE = "cards.log.cut";
    private static final int HEAD_BYTES = 8;
    private static final int RECORD_BYTES_MAX = 16 << 10;

    private final FileChannel channel;
    private boolean broken;

    private CardJournal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the journal kept in this folder, or begins one.
     *
     * @param taker told every event kept, in their order
     */
    static CardJournal open(Path folder, Consumer<CardEvent> taker) {
        PrivateFiles.folder(folder);
        Path file = folder.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                PrivateFiles.create(file).close();
            }
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long whole = replay(channel, taker);
            if (whole < channel.size()) {
                keepTail(channel, whole, folder.resolve(CUT_FILE));
                channel.truncate(whole);
                channel.force(true);
            }
            channel.position(whole);
            return new CardJournal(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one event; on disk when this returns. */
    void append(CardEvent event) {
        if (broken) {
            throw new IllegalStateException(
                    "the cards' journal could not be written; make room and start it again");
        }
        byte[] record = event.encode();
        CRC32C sum = new CRC32C();
        sum.update(record);
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD_BYTES + record.length)
                        .putInt(record.length)
                        .putInt((int) sum.getValue())
                        .put(record)
                        .flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            broken = true;
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the first record that is not whole begins. */
    private static long replay(FileChannel channel, Consumer<CardEvent> taker) throws IOException {
        long at = 0;
        CRC32C sum = new CRC32C();
        while (channel.size() - at >= HEAD_BYTES) {
            ByteBuffer head = read(channel, at, HEAD_BYTES);
            int length = head.getInt();
            int expected = head.getInt();
            if (length <= 0
                    || length > RECORD_BYTES_MAX
                    || channel.size() - at - HEAD_BYTES < length) {
                return at;
            }
            byte[] record = read(channel, at + HEAD_BYTES, length).array();
            sum.reset();
            sum.update(record);
            if ((int) sum.getValue() != expected) {
                return at;
            }
            taker.accept(CardEvent.decode(record));
            at += HEAD_BYTES + length;
        }
        return at;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("the cards' journal became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static void keepTail(FileChannel channel, long from, Path file) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel cut = PrivateFiles.create(file)) {
            long at = from;
            while (at < channel.size()) {
                at += channel.transferTo(at, channel.size() - at, cut);
            }
        }
    }
}
