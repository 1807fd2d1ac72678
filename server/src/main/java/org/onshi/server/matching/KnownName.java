package org.onshi.server.matching;

/**
 * A name the resident register knows somebody by. Does not print.
 *
 * @param name 漢字氏名, or an alias in whatever script
 * @param nameKana its reading; empty where the register has none
 * @param kind since when and how
 */
public record KnownName(String name, String nameKana, Kind kind) {
    /** What kind of name. */
    public enum Kind {
        /** 現在の氏名. */
        CURRENT,
        /** 旧氏, 前の氏名: recorded in the register with its dates. */
        FORMER,
        /** 通称 of a foreign resident. */
        ALIAS
    }

    public KnownName {
        FiveAttributes.bounded(name, "漢字氏名 / name");
        FiveAttributes.bounded(nameKana, "カナ氏名 / kana name");
    }

    @Override
    public String toString() {
        return "KnownName[" + kind + "]";
    }
}
