package org.onshi.server.matching;

import java.time.LocalDate;
import java.util.Objects;
import org.onshi.kernel.MalformedValue;
import org.onshi.kernel.Sex;

/**
 * 5情報: one description of a person, as somebody wrote it. Does not print.
 *
 * @param name 漢字氏名, at most {@value #TEXT_MAX} characters; empty where it is not known
 * @param nameKana カナ氏名, at most {@value #TEXT_MAX} characters; empty where it is not known
 * @param birthDate 生年月日
 * @param sex 性別; {@link Sex#UNSET} is never equal to anything
 * @param address 住所, at most {@value #TEXT_MAX} characters; empty where it is not known
 */
public record FiveAttributes(
        String name, String nameKana, LocalDate birthDate, Sex sex, String address) {
    /** Longest text that is compared, in UTF-16 units. */
    public static final int TEXT_MAX = 300;

    /**
     * @throws MalformedValue when a text is too long
     */
    public FiveAttributes {
        bounded(name, "漢字氏名 / name");
        bounded(nameKana, "カナ氏名 / kana name");
        Objects.requireNonNull(birthDate);
        Objects.requireNonNull(sex);
        bounded(address, "住所 / address");
    }

    static void bounded(String text, String field) {
        if (text.length() > TEXT_MAX) {
            throw new MalformedValue(
                    "%sは%d字以内にしてください。 / must be at most %d characters."
                            .formatted(field, TEXT_MAX, TEXT_MAX));
        }
    }

    @Override
    public String toString() {
        return "FiveAttributes";
    }
}
