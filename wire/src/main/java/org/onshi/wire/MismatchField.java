package org.onshi.wire;

import java.util.Locale;
import java.util.Optional;

/** What may stand otherwise on the document shown than in the registry (requirements A-38). */
public enum MismatchField {
    /** 氏名. */
    NAME,
    /** 氏名カナ. */
    NAME_KANA,
    /** 生年月日. */
    BIRTH_DATE,
    /** 性別. */
    SEX,
    /** 住所. */
    ADDRESS;

    /** The field of a name, in either case. */
    public static Optional<MismatchField> named(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (MismatchField field : values()) {
            if (field.name().equals(upper)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
