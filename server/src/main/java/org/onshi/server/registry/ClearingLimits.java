package org.onshi.server.registry;

import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;

/**
 * From when on a file takes so many ratios and limit classes away that a person decides (facts §7:
 * a vendor's setting emptied those of whole municipalities): beyond both limits.
 *
 * @param rowsMax rows a file may have that clear one; 0 or more
 * @param percentMax of its rows; 0 to 100, where 100 holds no file
 */
record ClearingLimits(int rowsMax, int percentMax) {
    ClearingLimits {
        if (rowsMax < 0 || percentMax < 0 || percentMax > 100) {
            throw new IllegalArgumentException(
                    "onshi.registration.clearing-rows-max は 0 以上、clearing-percent-max は 0 から 100"
                            + " で設定してください。 / Set onshi.registration.clearing-rows-max to 0 or"
                            + " more and clearing-percent-max to 0 to 100.");
        }
    }

    boolean exceeded(long clearing, long rows) {
        return clearing > rowsMax && clearing * 100 > rows * percentMax;
    }

    /** Whether a row takes away a ratio or a limit class, if one is registered. */
    static boolean clears(RegistrationRecord one) {
        return one instanceof RegistrationRow row
                && (row.clears(RegistrationColumn.LIMIT_CLASS)
                        || row.clears(RegistrationColumn.COPAY_PERCENT));
    }
}
