package org.onshi.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * The one clock (design.md §3.8), in Japanese time: the system's, or the system's moved by an
 * offset that all processes of a demo read from the same eight memory-mapped bytes, so that they
 * agree at once. It ticks, and it is only ever moved forward: audit entries and receipts written
 * later must not carry an earlier time.
 */
public final class SharedClock implements InstantSource {
    /** Japanese time; dates of coverage are days there. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    private static final VarHandle OFFSET_MILLIS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Clock system = Clock.systemUTC();
    private final MappedByteBuffer offset;

    private SharedClock(MappedByteBuffer offset) {
        this.offset = offset;
    }

    /** The system's time; cannot be moved. */
    public static SharedClock system() {
        return new SharedClock(null);
    }

    /**
     * The clock of this file, which is made with the system's time when it is not there.
     *
     * @throws IOException when the file cannot be mapped
     */
    public static SharedClock at(Path clockFile) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        clockFile,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            // maps eight bytes, and extends a new file by zeros: no offset
            return new SharedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    /**
     * Makes a clock file that begins at a moment, past or future; for a new demo only. A file that
     * exists keeps its offset, since its demo's data continue.
     */
    public static SharedClock startingAt(Path clockFile, Instant start) throws IOException {
        boolean isNew = !clockFile.toFile().exists();
        SharedClock clock = at(clockFile);
        if (isNew) {
            long millis = Duration.between(clock.system.instant(), start).toMillis();
            OFFSET_MILLIS.compareAndSet(clock.offset, 0, 0L, millis);
            clock.offset.force();
        }
        return clock;
    }

    @Override
    public Instant instant() {
        return system.instant().plusMillis(offsetMillis());
    }

    /** Now, in Japanese time. */
    public LocalDateTime dateTime() {
        return LocalDateTime.ofInstant(instant(), ZONE);
    }

    /** Today, in Japan. */
    public LocalDate today() {
        return dateTime().toLocalDate();
    }

    /** This clock as the JDK's type, in Japanese time. */
    public Clock asClock() {
        return withZone(ZONE);
    }

    /** Whether this clock can be moved: it has a file. */
    public boolean movable() {
        return offset != null;
    }

    /**
     * Moves the clock of all processes forward.
     *
     * @throws IllegalArgumentException when the moment is past, or the clock is the system's own
     */
    public void moveTo(Instant target) {
        if (offset == null) {
            throw new IllegalArgumentException("the system's clock cannot be moved");
        }
        while (true) {
            long before = offsetMillis();
            long after = Duration.between(system.instant(), target).toMillis();
            if (after < before) {
                throw new IllegalArgumentException("the clock moves forward only");
            }
            if (OFFSET_MILLIS.compareAndSet(offset, 0, before, after)) {
                offset.force();
                return;
            }
        }
    }

    private long offsetMillis() {
        return offset == null ? 0 : (long) OFFSET_MILLIS.getVolatile(offset, 0);
    }
}
