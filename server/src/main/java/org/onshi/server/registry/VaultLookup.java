package org.onshi.server.registry;

import java.util.HexFormat;

/**
 * What stands for an individual number outside the vault: its HMAC-SHA-256 under the lookup key, in
 * hexadecimal. Two are equal when the numbers are.
 */
record VaultLookup(String hex) {
    static VaultLookup of(byte[] hash) {
        return new VaultLookup(HexFormat.of().formatHex(hash));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return "VaultLookup[…]";
    }
}
