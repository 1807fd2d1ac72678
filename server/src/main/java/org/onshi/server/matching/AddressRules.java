package org.onshi.server.matching;

import java.util.List;

/**
 * Rules about addresses, in the order in which they are applied (facts §5.3). Each looks at a
 * character and its neighbours only, so all are linear. None joins two numbers, and none takes one
 * away but a room's, together with the building it is in.
 */
final class AddressRules {
    private static final String KANJI_DIGITS = "〇一二三四五六七八九";
    static final String KANJI_NUMERALS = KANJI_DIGITS + "零壱弐参十百千";
    private static final String OLD_DIGITS = "零壱弐参";
    private static final String OLD_AS_DIGITS = "〇一二三";

    /** What makes the kanji before it a number. */
    private static final List<String> UNITS = List.of("丁", "番", "号", "条", "地割", "線", "階", "棟", "-");

    /** Before these the word is no unit but part of a name: 一番町, 三条通, 三番丁, 2号館. */
    private static final String NAME_AFTER_UNIT = "町通館街場所橋線丁";

    /** Before these 号 is a room's, not a house's. */
    private static final String ROOM_AFTER_UNIT = "室棟";

    /** Written between the parts of a house number. Longest first. */
    private static final List<String> BLOCK_WORDS =
            List.of("番地ノ", "番ノ", "丁目ノ", "号ノ", "丁目", "番地", "丁", "番", "号", "条", "ノ");

    private static final List<String> ROOM_WORDS = List.of("号室", "号棟", "棟", "室");

    private static final String PARTICLES_GA = "ケガ";
    private static final String PARTICLES_NO = "ノ之乃";

    private static final List<String> PREFECTURES =
            List.of(
                    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県",
                    "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県",
                    "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県",
                    "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県",
                    "宮崎県", "鹿児島県", "沖縄県");

    /** Cities of one name in two prefectures: there the prefecture must be said. */
    private static final List<String> CITIES_OF_TWO_PREFECTURES = List.of("府中市", "伊達市");

    private static final String KYOTO = "京都市";
    private static final List<String> KYOTO_TURNS =
            List.of("上ル", "下ル", "上ガル", "下ガル", "東入ル", "西入ル", "東入", "西入");

    /** Ends of building names that are written in kanji only. */
    private static final List<String> BUILDING_ENDS =
            List.of("荘", "寮", "住宅", "団地", "会館", "宿舎", "社宅", "官舎", "公舎", "苑", "邸", "園", "病院", "方");

    private static final int NUMBER_DIGITS_MAX = 9;

    private AddressRules() {}

    /** Drops spaces; one between two numbers parts them. */
    static String spaces(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Characters.isSpace(c);
            if (space && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (out == null) {
                continue;
            }
            if (!space) {
                out.append(c);
            } else if (endsNumeral(out) && i + 1 < text.length() && isNumeral(text.charAt(i + 1))) {
                out.append('-');
            }
        }
        return out == null ? text : Characters.voiced(out.toString());
    }

    /** One hyphen for all; ー only where a number stands on both sides. */
    static String dashes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean between =
                    c == 'ー'
                            && endsNumeral(out)
                            && i + 1 < text.length()
                            && isNumeral(text.charAt(i + 1));
            out.append(Characters.isDash(c) || between ? '-' : c);
        }
        return out.toString();
    }

    /**
     * ケ, ガ before a kanji and ノ, 之, 乃 between kanji: one spelling each. Works on large katakana.
     */
    static String particles(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean kanjiNext = i + 1 < text.length() && isKanji(text.charAt(i + 1));
            boolean kanjiBefore = i > 0 && isKanji(text.charAt(i - 1));
            if (PARTICLES_GA.indexOf(c) >= 0 && kanjiNext && i > 0) {
                out.append('ケ');
            } else if (PARTICLES_NO.indexOf(c) >= 0 && kanjiNext && kanjiBefore) {
                out.append('ノ');
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Without its prefecture where the other has none. */
    static String prefecture(String own, String other) {
        int length = prefectureLength(own);
        if (length == 0 || prefectureLength(other) > 0) {
            return own;
        }
        for (String city : CITIES_OF_TWO_PREFECTURES) {
            if (own.startsWith(city, length)) {
                return own;
            }
        }
        return own.substring(length);
    }

    private static int prefectureLength(String text) {
        if (!endsPrefecture(text, 2) && !endsPrefecture(text, 3)) {
            return 0;
        }
        for (String prefecture : PREFECTURES) {
            if (text.startsWith(prefecture)) {
                return prefecture.length();
            }
        }
        return 0;
    }

    private static boolean endsPrefecture(String text, int at) {
        return at < text.length() && "都道府県".indexOf(text.charAt(at)) >= 0;
    }

    /**
     * Without the crossing of streets (寺町通御池上る) that Kyoto puts before the town's name, where the
     * other has none. It lies between the ward and the last turn.
     */
    static String kyotoStreet(String own, String other) {
        int turned = afterLastTurn(own);
        if (turned < 0 || afterLastTurn(other) >= 0) {
            return own;
        }
        int ward = own.indexOf('区', own.indexOf(KYOTO));
        if (ward < 0 || ward + 1 > turned || hasDigit(own, ward + 1, turned)) {
            return own;
        }
        return own.substring(0, ward + 1) + own.substring(turned);
    }

    private static int afterLastTurn(String text) {
        int city = text.indexOf(KYOTO);
        if (city < 0) {
            return -1;
        }
        int after = -1;
        for (String turn : KYOTO_TURNS) {
            int at = text.lastIndexOf(turn);
            if (at > city) {
                after = Math.max(after, at + turn.length());
            }
        }
        return after;
    }

    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Kanji numerals become digits where a unit or a hyphen shows that they count. */
    static String numerals(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int end = i;
            while (end < text.length() && KANJI_NUMERALS.indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            String digits = end > i && counts(text, i, end) ? digits(text.substring(i, end)) : "";
            if (!digits.isEmpty() && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            }
            int next = Math.max(end, i + 1);
            if (out != null) {
                out.append(digits.isEmpty() ? text.substring(i, next) : digits);
            }
            i = next;
        }
        return out == null ? text : out.toString();
    }

    private static boolean counts(String text, int begin, int end) {
        if ((begin > 0 && isDigit(text.charAt(begin - 1)))
                || (end < text.length() && isDigit(text.charAt(end)))) {
            return false;
        }
        for (String unit : UNITS) {
            if (text.startsWith(unit, end)) {
                return true;
            }
        }
        if (text.startsWith("ノ", end)) {
            return end + 1 < text.length() && isNumeral(text.charAt(end + 1));
        }
        boolean ends = end == text.length() || !isKanji(text.charAt(end));
        return ends && afterNumber(text, begin);
    }

    /** Whether a part of a house number ends here: 1-, 1番地, 1ノ. */
    private static boolean afterNumber(String text, int at) {
        if (at < 2) {
            return false;
        }
        char last = text.charAt(at - 1);
        char before = text.charAt(at - 2);
        return switch (last) {
            case '-', '番', '丁', '号', '条' -> isNumeral(before);
            case 'ノ' -> isNumeral(before) || before == '番' || before == '地' || before == '号';
            case '地' -> before == '番';
            case '目' -> before == '丁';
            default -> false;
        };
    }

    /** The number in digits, or nothing where the kanji are no number. */
    private static String digits(String kanji) {
        StringBuilder plain = new StringBuilder(kanji.length());
        boolean counted = false;
        for (int i = 0; i < kanji.length(); i++) {
            char c = kanji.charAt(i);
            int old = OLD_DIGITS.indexOf(c);
            char digit = old < 0 ? c : OLD_AS_DIGITS.charAt(old);
            plain.append(digit);
            counted |= KANJI_DIGITS.indexOf(digit) < 0;
        }
        return counted ? counted(plain) : inPlaces(plain);
    }

    /** 二〇三 → 203. */
    private static String inPlaces(CharSequence kanji) {
        if (kanji.length() > NUMBER_DIGITS_MAX) {
            return "";
        }
        StringBuilder out = new StringBuilder(kanji.length());
        for (int i = 0; i < kanji.length(); i++) {
            out.append(KANJI_DIGITS.indexOf(kanji.charAt(i)));
        }
        return out.toString();
    }

    /** 二百三 → 203: units in falling order, at most one digit before each. */
    private static String counted(CharSequence kanji) {
        int total = 0;
        int digit = 0;
        int lastUnit = Integer.MAX_VALUE;
        for (int i = 0; i < kanji.length(); i++) {
            char c = kanji.charAt(i);
            int unit =
                    switch (c) {
                        case '十' -> 10;
                        case '百' -> 100;
                        case '千' -> 1000;
                        default -> 1;
                    };
            if (unit == 1) {
                if (digit != 0 || c == '〇') {
                    return "";
                }
                digit = KANJI_DIGITS.indexOf(c);
                continue;
            }
            if (unit >= lastUnit) {
                return "";
            }
            total += Math.max(digit, 1) * unit;
            digit = 0;
            lastUnit = unit;
        }
        return String.valueOf(total + digit);
    }

    /** 丁目, 番地, 番, 号, 条, の after a number become hyphens, 第 before one is dropped. */
    static String blocks(String text) {
        return hyphens(units(withoutOrdinals(text), BLOCK_WORDS, ROOM_AFTER_UNIT));
    }

    private static String withoutOrdinals(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean ordinal =
                    text.charAt(i) == '第'
                            && i + 1 < text.length()
                            && isDigit(text.charAt(i + 1))
                            && (i == 0 || !isDigit(text.charAt(i - 1)));
            if (!ordinal) {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    /** 号室, 棟 after a number or a letter become hyphens. */
    static String rooms(String text) {
        return hyphens(units(text, ROOM_WORDS, ""));
    }

    private static String units(String text, List<String> words, String notBefore) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            String word =
                    endsNumberOrLetter(out)
                            ? wordAt(text, i, words, notBefore + NAME_AFTER_UNIT)
                            : "";
            if (word.isEmpty()) {
                out.append(text.charAt(i));
                i++;
            } else {
                out.append('-');
                i += word.length();
            }
        }
        return out.toString();
    }

    private static String wordAt(String text, int at, List<String> words, String notBefore) {
        for (String word : words) {
            if (!text.startsWith(word, at)) {
                continue;
            }
            int after = at + word.length();
            char next = after < text.length() ? text.charAt(after) : 0;
            boolean joinsNothing = word.equals("ノ") && !isDigit(next);
            return notBefore.indexOf(next) >= 0 || joinsNothing ? "" : word;
        }
        return "";
    }

    /** Hyphens only between two digits, one at a time. */
    private static String hyphens(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-') {
                out.append(c);
                continue;
            }
            int next = i;
            while (next < text.length() && text.charAt(next) == '-') {
                next++;
            }
            boolean parts =
                    !out.isEmpty()
                            && isDigit(out.charAt(out.length() - 1))
                            && next < text.length()
                            && isDigit(text.charAt(next));
            if (parts) {
                out.append('-');
            }
            i = next - 1;
        }
        return out.toString();
    }

    /**
     * Without 大字, 小字 and 字. Before the numerals, since what a section parted may then stand
     * together.
     */
    static String sections(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            boolean sized = (c == '大' || c == '小') && next == '字';
            if (!sized && (c != '字' || !isSection(out, next))) {
                out.append(c);
                continue;
            }
            i += sized ? 1 : 0;
            if (endsNumeral(out) && i + 1 < text.length() && isNumeral(text.charAt(i + 1))) {
                out.append('-');
            }
        }
        return out.toString();
    }

    /** 字 is a section but in words such as 文字, 十字. */
    private static boolean isSection(CharSequence before, char next) {
        if (next == 0 || next == '町') {
            return false;
        }
        return before.isEmpty() || "文十習苗".indexOf(before.charAt(before.length() - 1)) < 0;
    }

    /**
     * Without its building, and room, where the other stops at the same house number; without the
     * building's name where the other goes on with the same room; without the room where the other
     * stops at the same building.
     */
    static String building(String own, String other) {
        int begin = buildingBegin(own);
        if (begin < 0) {
            return own;
        }
        String house = own.substring(0, begin);
        if (buildingBegin(other) < 0) {
            if (other.equals(house)) {
                return house;
            }
            String room = own.substring(roomBegin(own, begin));
            String numbered = room.isEmpty() ? house : house + "-" + room;
            return other.equals(numbered) ? numbered : own;
        }
        boolean roomOnly =
                own.length() > other.length()
                        && own.startsWith(other)
                        && !isDigit(other.charAt(other.length() - 1))
                        && roomBegin(own, begin) == other.length();
        return roomOnly ? other : own;
    }

    /** Where the name of a building begins, after a house number; -1 where none does. */
    private static int buildingBegin(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i - 1)) || isDigit(text.charAt(i)) || text.charAt(i) == '-') {
                continue;
            }
            if (isBuilding(text, i, roomBegin(text, i))) {
                return i;
            }
        }
        return -1;
    }

    private static int roomBegin(String text, int from) {
        int i = from;
        while (i < text.length() && !isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBuilding(String text, int begin, int end) {
        int run = 0;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            boolean named = (c >= 'ァ' && c <= 'ヺ') || c == 'ー' || (c >= 'A' && c <= 'Z');
            run = named ? run + 1 : 0;
            if (run == 2) {
                return true;
            }
        }
        String name = text.substring(begin, end);
        return name.length() > 1 && BUILDING_ENDS.stream().anyMatch(name::endsWith);
    }

    private static boolean endsNumeral(CharSequence text) {
        return !text.isEmpty() && isNumeral(text.charAt(text.length() - 1));
    }

    private static boolean endsNumberOrLetter(CharSequence text) {
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return isDigit(last) || (last >= 'A' && last <= 'Z');
    }

    private static boolean isNumeral(char c) {
        return isDigit(c) || KANJI_NUMERALS.indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isKanji(char c) {
        return Character.isIdeographic(c) || c == '々' || Character.isSurrogate(c);
    }
}
