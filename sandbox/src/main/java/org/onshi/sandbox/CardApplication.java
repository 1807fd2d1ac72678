package org.onshi.sandbox;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The applications of a virtual card (facts §4.1). The ones that hold the individual number under a
 * file of their own are here without that file.
 */
enum CardApplication {
    /** 公的個人認証. */
    JPKI("D392F000260100000001"),
    /** 券面事項入力補助. */
    TEXT("D3921000310001010408"),
    /** 券面事項確認. */
    FACE("D3921000310001010402");

    private final String identifier;

    CardApplication(String identifier) {
        this.identifier = identifier;
    }

    /** The application of this identifier. */
    static Optional<CardApplication> of(byte[] identifier) {
        String asked = HexFormat.of().withUpperCase().formatHex(identifier);
        return Arrays.stream(values()).filter(one -> one.identifier.equals(asked)).findFirst();
    }
}
