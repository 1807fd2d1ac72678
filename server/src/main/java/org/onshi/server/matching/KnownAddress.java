package org.onshi.server.matching;

/**
 * An address of the resident register. Does not print.
 *
 * @param address 住所
 * @param former whether the person has moved away; only one recorded with its dates may be given
 */
public record KnownAddress(String address, boolean former) {
    public KnownAddress {
        FiveAttributes.bounded(address, "住所 / address");
    }

    @Override
    public String toString() {
        return former ? "KnownAddress[former]" : "KnownAddress[current]";
    }
}
