package org.onshi.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.onshi.kernel.CharacterRepertoire;

/** The two encodings of the file interface (CharacterCodeIdentifier, interface.md §1.5). */
public enum TextEncoding {
    /** UTF-8, "0". */
    UTF_8("UTF-8", "0", StandardCharsets.UTF_8, CharacterRepertoire.UNICODE),
    /**
     * What receipt computers declare as Shift_JIS and mean Microsoft's code page 932 by, "1".
     * Java's own Shift_JIS lacks ①, ㈱, 髙 and maps ～ elsewhere.
     */
    SHIFT_JIS("Shift_JIS", "1", Charset.forName("windows-31j"), CharacterRepertoire.WINDOWS_31J);

    private final String declaredName;
    private final String wire;
    private final Charset charset;
    private final CharacterRepertoire repertoire;

    TextEncoding(
            String declaredName, String wire, Charset charset, CharacterRepertoire repertoire) {
        this.declaredName = declaredName;
        this.wire = wire;
        this.charset = charset;
        this.repertoire = repertoire;
    }

    /** The encoding an XML declaration names, in any of the spellings in use. */
    public static Optional<TextEncoding> declared(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> Optional.of(UTF_8);
            case "shift_jis",
                    "shift-jis",
                    "sjis",
                    "x-sjis",
                    "windows-31j",
                    "cswindows31j",
                    "cp932",
                    "ms932" ->
                    Optional.of(SHIFT_JIS);
            default -> Optional.empty();
        };
    }

    /** The encoding with this CharacterCodeIdentifier. */
    public static Optional<TextEncoding> of(String wire) {
        for (TextEncoding encoding : values()) {
            if (encoding.wire.equals(wire)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    /** The name written in the XML declaration. */
    public String declaredName() {
        return declaredName;
    }

    /** CharacterCodeIdentifier: "0" or "1". */
    public String wire() {
        return wire;
    }

    /** The bytes' real charset. */
    public Charset charset() {
        return charset;
    }

    /** The characters it carries. */
    public CharacterRepertoire repertoire() {
        return repertoire;
    }
}
