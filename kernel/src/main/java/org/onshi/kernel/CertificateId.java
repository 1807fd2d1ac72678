package org.onshi.kernel;

/**
 * Which certificate: the key that issued it and its serial number. The issuer's name does not tell,
 * since all generations of the authority share one (facts §4.2).
 *
 * @param issuerKeyId subject key identifier of the issuer, lower-case hex, 2 to 64 digits
 * @param serial serial number, lower-case hex without leading zeros, 1 to 40 digits (RFC 5280
 *     §4.1.2.2)
 */
public record CertificateId(String issuerKeyId, String serial) {
    public CertificateId {
        if (!issuerKeyId.matches("([0-9a-f]{2}){1,32}")) {
            throw new MalformedValue("issuer key id must be lower-case hex of whole bytes");
        }
        if (!serial.matches("[1-9a-f][0-9a-f]{0,39}")) {
            throw new MalformedValue("certificate serial must be lower-case hex, up to 20 bytes");
        }
    }

    @Override
    public String toString() {
        return "CertificateId[…]";
    }
}
