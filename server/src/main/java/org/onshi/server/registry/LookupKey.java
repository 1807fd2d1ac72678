package org.onshi.server.registry;

import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;

/**
 * Insurer and normalised symbol and number, without the branch: the distribution key of {@code
 * registry.lookup} (design 3.4).
 */
record LookupKey(String text) {
    static LookupKey of(InsurerNumber insurer, InsuredIdentifier identifier) {
        return new LookupKey(insurer.digits() + " " + identifier.comparisonKey());
    }

    @Override
    public String toString() {
        return "LookupKey[…]";
    }
}
