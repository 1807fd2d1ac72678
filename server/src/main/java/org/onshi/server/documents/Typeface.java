package org.onshi.server.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.onshi.kernel.CharacterRepertoire;

/** BIZ UDGothic, a typeface made for being read by everybody, and what it has letters for. */
final class Typeface {
    static final String FAMILY = "BIZ UDGothic";

    private static final String REGULAR = "/documents/BIZUDGothic-Regular.ttf";
    private static final String BOLD = "/documents/BIZUDGothic-Bold.ttf";

    private final byte[] regular = read(REGULAR);
    private final byte[] bold = read(BOLD);
    private final BitSet letters;

    Typeface() {
        letters = letters(regular);
        letters.and(letters(bold));
    }

    InputStream regular() {
        return new ByteArrayInputStream(regular);
    }

    InputStream bold() {
        return new ByteArrayInputStream(bold);
    }

    /**
     * The text as it can be printed: ● for every character there is no letter for, so that nobody
     * takes a name for complete that is not. A variation selector goes, its character stays; a
     * control character is a space.
     */
    String render(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    boolean selector =
                            (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
                    if (Character.isISOControl(c)) {
                        out.append(' ');
                    } else if (!selector) {
                        out.appendCodePoint(letters.get(c) ? c : CharacterRepertoire.SUBSTITUTE);
                    }
                });
        return out.toString();
    }

    private static BitSet letters(byte[] font) {
        BitSet found = new BitSet(Character.MAX_CODE_POINT);
        try (TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(font))) {
            CmapLookup glyphs = parsed.getUnicodeCmapLookup();
            for (int c = ' '; c <= Character.MAX_CODE_POINT; c++) {
                if (glyphs.getGlyphId(c) > 0) {
                    found.set(c);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("a font of our own cannot be read", broken);
        }
        return found;
    }

    private static byte[] read(String name) {
        try (InputStream in = Typeface.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the font " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
