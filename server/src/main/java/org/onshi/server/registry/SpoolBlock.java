package org.onshi.server.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;

/**
 * Records of a file as they wait for their turn: compressed, then encrypted, bound to their file
 * and place so that nobody can exchange blocks.
 */
final class SpoolBlock {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int records;

    void add(RegistrationRecord record) {
        try {
            out.writeLong(record.line());
            switch (record) {
                case RegistrationRecord.Malformed malformed -> {
                    out.writeShort(-1);
                    out.writeUTF(malformed.code().name());
                }
                case RegistrationRow row -> {
                    out.writeShort(row.cells().size());
                    for (Map.Entry<RegistrationColumn, String> cell : row.cells().entrySet()) {
                        out.writeUTF(cell.getKey().name());
                        out.writeUTF(cell.getValue());
                    }
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        records++;
    }

    int records() {
        return records;
    }

    /** Whether no further record should be added. */
    boolean full() {
        return records >= RegistrationLimits.CHUNK_ROWS_MAX
                || bytes.size() >= RegistrationLimits.CHUNK_BYTES_MAX;
    }

    Sealed sealed(VaultKeys keys, UUID registrationId, long block) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(compressed, deflater)) {
            bytes.writeTo(deflating);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        } finally {
            deflater.end();
        }
        return keys.sealBlock(compressed.toByteArray(), place(registrationId, block));
    }

    /** What came of opening a block. */
    sealed interface Opening {
        /** Its records, in their order. */
        record Opened(List<RegistrationRecord> records) implements Opening {}

        /** It is closed, and why. */
        record Closed(Hindrance hindrance) implements Opening {}
    }

    static Opening open(VaultKeys keys, Sealed sealed, UUID registrationId, long block) {
        if (!keys.has(sealed.keyId())) {
            return new Opening.Closed(Hindrance.KEY_MISSING);
        }
        return keys.openBlock(sealed, place(registrationId, block))
                .flatMap(SpoolBlock::records)
                .<Opening>map(Opening.Opened::new)
                .orElseGet(() -> new Opening.Closed(Hindrance.BLOCK_DAMAGED));
    }

    /** Empty when another version of the server wrote what this one cannot read. */
    private static Optional<List<RegistrationRecord>> records(byte[] compressed) {
        List<RegistrationRecord> records = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(
                        new ByteArrayInputStream(
                                new InflaterInputStream(new ByteArrayInputStream(compressed))
                                        .readAllBytes()))) {
            while (in.available() > 0) {
                records.add(record(in));
            }
            return Optional.of(records);
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static RegistrationRecord record(DataInputStream in) throws IOException {
        long line = in.readLong();
        int cells = in.readShort();
        if (cells < 0) {
            return new RegistrationRecord.Malformed(line, RegistrationCode.valueOf(in.readUTF()));
        }
        Map<RegistrationColumn, String> row = new EnumMap<>(RegistrationColumn.class);
        for (int i = 0; i < cells; i++) {
            RegistrationColumn column = RegistrationColumn.valueOf(in.readUTF());
            row.put(column, in.readUTF());
        }
        return new RegistrationRow(line, row);
    }

    private static byte[] place(UUID registrationId, long block) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(registrationId.getMostSignificantBits())
                .putLong(registrationId.getLeastSignificantBits())
                .putLong(block)
                .array();
    }
}
