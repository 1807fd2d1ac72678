package org.onshi.server.eligibility;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;

/**
 * Ids of checks: the same key from the same facility is the same check, which makes a repetition
 * harmless.
 */
final class CheckId {
    private static final int BYTES = 16;

    private CheckId() {}

    /**
     * Derived by SHA-256, so that no facility can aim its key at another's check; marked as version
     * 8 (RFC 9562).
     */
    static UUID of(FacilityCode facility, UUID key) {
        return digest("check/" + facility.digits() + "/" + key);
    }

    /** The check by card a facility made under a key. */
    static UUID ofCard(FacilityCode facility, UUID key) {
        return digest("card-check/" + facility.digits() + "/" + key);
    }

    /** The check of one row of a bulk inquiry. */
    static UUID ofRow(UUID bulkId, int row) {
        return digest("bulk-row/" + bulkId + "/" + row);
    }

    /** The bulk inquiry a facility sent under a key. */
    static UUID ofBulk(FacilityCode facility, UUID key) {
        return digest("bulk/" + facility.digits() + "/" + key);
    }

    /** The registrations a facility sent under a key. */
    static UUID ofBulkReference(FacilityCode facility, UUID key) {
        return digest("bulk-reference/" + facility.digits() + "/" + key);
    }

    /** The registration of one number under a key. */
    static UUID ofReference(FacilityCode facility, UUID key) {
        return digest("reference/" + facility.digits() + "/" + key);
    }

    /** What was reported in a visit, by the fields it named, in their order. */
    static UUID ofMismatch(UUID visitId, String fields) {
        return digest("mismatch/" + visitId + "/" + fields);
    }

    /** The audit entry of an inquiry's reception; another id than the inquiry's own. */
    static UUID ofReceipt(UUID bulkId) {
        return digest("bulk-received/" + bulkId);
    }

    private static UUID digest(String text) {
        byte[] digest;
        try {
            digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest, 0, BYTES);
        long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
