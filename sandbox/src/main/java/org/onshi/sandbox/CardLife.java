package org.onshi.sandbox;

import java.time.LocalDate;
import java.time.Period;

/**
 * How long cards and their certificates last, pure (facts §4.2, requirements A-15): a card to the
 * tenth birthday after its issue, a minor's to the fifth; certificates to the fifth birthday after
 * theirs, and never longer than the card.
 */
final class CardLife {
    private static final int CERTIFICATE_BIRTHDAYS = 5;
    private static final int ADULT_BIRTHDAYS = 10;
    private static final int MINOR_BIRTHDAYS = 5;

    /** Since when 18 makes an adult; before, it was 20. */
    private static final LocalDate ADULT_AT_18_FROM = LocalDate.of(2022, 4, 1);

    private CardLife() {}

    /** The n-th birthday after a day; a birthday on that very day has passed. */
    static LocalDate birthday(LocalDate birth, LocalDate after, int number) {
        int years = Math.max(0, after.getYear() - birth.getYear());
        if (!birth.plusYears(years).isAfter(after)) {
            years++;
        }
        return birth.plusYears(years + number - 1L);
    }

    /** Last day of a card. */
    static LocalDate cardEnd(LocalDate birth, LocalDate issuedOn) {
        return birthday(
                birth, issuedOn, adult(birth, issuedOn) ? ADULT_BIRTHDAYS : MINOR_BIRTHDAYS);
    }

    /** Last day of certificates issued that day for a card that ends then. */
    static LocalDate certificateEnd(LocalDate birth, LocalDate issuedOn, LocalDate cardEnd) {
        LocalDate fifth = birthday(birth, issuedOn, CERTIFICATE_BIRTHDAYS);
        return fifth.isAfter(cardEnd) ? cardEnd : fifth;
    }

    /** A day on which a certificate with this last day may have been issued. */
    static LocalDate issuedFor(LocalDate birth, LocalDate lastDay) {
        LocalDate issued = lastDay.minusYears(CERTIFICATE_BIRTHDAYS);
        return issued.isBefore(birth) ? birth : issued;
    }

    /** Years completed on a day. */
    static int age(LocalDate birth, LocalDate day) {
        return Period.between(birth, day).getYears();
    }

    /** The kind of card that a person of this age is given. */
    static CardKind kindFor(LocalDate birth, LocalDate issuedOn) {
        if (age(birth, issuedOn) < 1) {
            return CardKind.INFANT;
        }
        return adult(birth, issuedOn) ? CardKind.ADULT : CardKind.MINOR;
    }

    private static boolean adult(LocalDate birth, LocalDate day) {
        return age(birth, day) >= (day.isBefore(ADULT_AT_18_FROM) ? 20 : 18);
    }
}
