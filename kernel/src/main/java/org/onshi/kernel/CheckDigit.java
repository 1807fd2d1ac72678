package org.onshi.kernel;

/** 検証番号 of the field's numbers (facts §1.2, §1.5). All methods expect ASCII digits only. */
public final class CheckDigit {
    private CheckDigit() {}

    /**
     * The check digit of 保険者番号, 公費負担者番号, 受給者番号 and 医療機関コード (保険者番号等設定要領 別添2 第1): from the rightmost
     * digit of the body times 2, 1, 2, 1, ..., digits of products summed, complement to ten.
     */
    public static int luhn(String body) {
        int sum = 0;
        int weight = 2;
        for (int i = body.length() - 1; i >= 0; i--) {
            int product = digit(body, i) * weight;
            sum += product / 10 + product % 10;
            weight = 3 - weight;
        }
        return (10 - sum % 10) % 10;
    }

    /** Whether the last digit is the check digit of those before it. */
    public static boolean luhnHolds(String digits) {
        int last = digits.length() - 1;
        return luhn(digits.substring(0, last)) == digit(digits, last);
    }

    /**
     * The check digit of an individual number's first eleven digits (weights 6,5,4,3,2,7,6,5,4,3,2,
     * modulo 11).
     */
    public static int individualNumber(String body) {
        if (body.length() != 11) {
            throw new MalformedValue("individual number body must have 11 digits");
        }
        int sum = 0;
        for (int i = 0; i < 11; i++) {
            int weight = i < 5 ? 6 - i : 12 - i;
            sum += digit(body, i) * weight;
        }
        int rest = sum % 11;
        return rest <= 1 ? 0 : 11 - rest;
    }

    private static int digit(String digits, int index) {
        int value = digits.charAt(index) - '0';
        if (value < 0 || value > 9) {
            throw new MalformedValue("check digit: only ASCII digits are allowed");
        }
        return value;
    }

    /** Whether the text is nothing but this many ASCII digits. */
    static boolean isDigits(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
