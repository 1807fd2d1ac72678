package org.onshi.sandbox;

import java.time.LocalDate;

/**
 * What stands on a card about its holder (券面事項).
 *
 * @param name 氏名
 * @param nameKana 氏名カナ
 * @param address 住所
 * @param birthDate 生年月日
 * @param sex 1 male, 2 female, as on the card
 */
record CardHolder(String name, String nameKana, String address, LocalDate birthDate, int sex) {
    /** Nothing of it prints. */
    @Override
    public String toString() {
        return "CardHolder";
    }
}
