package org.onshi.sandbox;

import java.util.List;

/**
 * A postal code (123-4567) with its address, in one of two municipalities nobody finds on a map.
 *
 * @param postalCode seven digits with a dash
 */
record Place(String postalCode, String address) {
    private static final List<String> DIGITS =
            List.of("０", "１", "２", "３", "４", "５", "６", "７", "８", "９");

    /** A municipality with the towns in it. */
    enum Municipality {
        /** 恩志市, whose national health insurance is the first municipality's. */
        ONSHI("東京都恩志市", 199, List.of("桜台", "本町", "緑町", "学園町", "港町", "朝日ヶ丘", "字上ノ原")),
        /** 青波町, the second. */
        AONAMI("神奈川県青波町", 249, List.of("港", "浜通", "灯台前", "松原", "大字青波"));

        private final String name;
        private final int postal;

        @SuppressWarnings(
                "ImmutableEnumChecker") // List.of is immutable; the checker knows only Guava's
        // types
        private final List<String> towns;

        Municipality(String name, int postal, List<String> towns) {
            this.name = name;
            this.postal = postal;
            this.towns = towns;
        }
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Place[…]";
    }

    static Place in(Municipality municipality, Dice dice) {
        int town = dice.between(0, municipality.towns.size() - 1);
        int chome = dice.between(1, 9);
        int block = dice.between(1, 29);
        int house = dice.between(1, 19);
        // spelling differs from source to source in life (requirements B-17)
        String numbers =
                dice.chance(70)
                        ? wide(chome) + "丁目" + wide(block) + "番" + wide(house) + "号"
                        : chome + "-" + block + "-" + house;
        String room = dice.chance(30) ? "　コーポ恩志" + wide(dice.between(101, 909)) + "号" : "";
        return new Place(
                "%03d-%04d".formatted(municipality.postal, town * 100 + chome),
                municipality.name + municipality.towns.get(town) + numbers + room);
    }

    private static String wide(int number) {
        StringBuilder out = new StringBuilder();
        Integer.toString(number).chars().forEach(c -> out.append(DIGITS.get(c - '0')));
        return out.toString();
    }
}
