package org.onshi.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What is printed on the card, as the two applications about it write it: BER-TLV with tags of two
 * bytes. Neither holds the individual number (docs/card.md §2).
 */
final class PrintedEntries {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final int TEXT_TEMPLATE = 0xFF20;
    private static final int TEXT_HEADER = 0xDF21;
    private static final int TEXT_NAME = 0xDF22;
    private static final int TEXT_ADDRESS = 0xDF23;
    private static final int TEXT_BIRTH_DATE = 0xDF24;
    private static final int TEXT_SEX = 0xDF25;
    private static final int FACE_TEMPLATE = 0xFF30;
    private static final int FACE_BIRTH_DATE = 0xDF33;
    private static final int FACE_SEX = 0xDF34;
    private static final int FACE_PHOTO = 0xDF37;

    private PrintedEntries() {}

    /** Name, address, birth date and sex (4情報) of the application for text entry, EF 0002. */
    static byte[] text(CardHolder holder) {
        byte[] name = entry(TEXT_NAME, utf8(holder.name()));
        byte[] address = entry(TEXT_ADDRESS, utf8(holder.address()));
        byte[] birth = entry(TEXT_BIRTH_DATE, utf8(DATE.format(holder.birthDate())));
        byte[] sex = entry(TEXT_SEX, utf8(Integer.toString(holder.sex())));
        // where each begins behind the template's tag and length
        byte[] header = entry(TEXT_HEADER, new byte[8]);
        int at = header.length;
        int place = 0;
        for (byte[] one : new byte[][] {name, address, birth, sex}) {
            header[header.length - 8 + place] = (byte) (at >> 8);
            header[header.length - 7 + place] = (byte) at;
            at += one.length;
            place += 2;
        }
        return entry(TEXT_TEMPLATE, joined(header, name, address, birth, sex));
    }

    /** The birth date alone, EF 0001 of the application about the card's face. */
    static byte[] birthDate(CardHolder holder) {
        return entry(FACE_BIRTH_DATE, utf8(DATE.format(holder.birthDate())));
    }

    /** Birth date, sex and photo, EF 0002 of the application about the card's face. */
    static byte[] face(CardHolder holder, Optional<byte[]> photo) {
        return entry(
                FACE_TEMPLATE,
                joined(
                        birthDate(holder),
                        entry(FACE_SEX, utf8(Integer.toString(holder.sex()))),
                        photo.map(picture -> entry(FACE_PHOTO, picture)).orElse(new byte[0])));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] entry(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 6);
        out.write(tag >> 8);
        out.write(tag);
        if (value.length > 0xFF) {
            out.write(0x82);
            out.write(value.length >> 8);
        } else if (value.length > 0x7F) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
