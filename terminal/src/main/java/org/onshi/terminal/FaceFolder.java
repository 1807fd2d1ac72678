package org.onshi.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.Element;
import org.onshi.wire.SharedClock;
import org.onshi.wire.TextEncoding;
import org.onshi.wire.XmlMessage;

/**
 * {@code face/}: results of cards, pushed to the receipt computer. Created in place, written and
 * closed, never renamed (interface.md §1.4 item 6), and on the disk before a screen says that it is
 * done.
 */
final class FaceFolder {
    /** Beside the facility code, as real terminals name them (interface.md §1.2). */
    static final int TOKEN_BYTES = 10;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private final Path folder;
    private final FacilityCode facility;
    private final TextEncoding encoding;
    private final SharedClock clock;
    private final SecureRandom random = new SecureRandom();

    FaceFolder(Path folder, FacilityCode facility, TextEncoding encoding, SharedClock clock) {
        this.folder = folder;
        this.facility = facility;
        this.encoding = encoding;
        this.clock = clock;
    }

    /** Writes the message; the name of the file. On failure no half file stays. */
    String write(Element message) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String name =
                "OQSsiquc01res_face_"
                        + facility.digits()
                        + HexFormat.of().formatHex(token)
                        + "_"
                        + TIME.format(clock.dateTime())
                        + ".xml";
        Path file = folder.resolve(name);
        byte[] content = new XmlMessage(message, encoding).bytes();
        boolean whole = false;
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (channel) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        OqsFolders.force(folder);
        return name;
    }
}
