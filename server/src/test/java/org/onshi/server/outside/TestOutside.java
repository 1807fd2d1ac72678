package org.onshi.server.outside;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** The clients, pointed at a test's stand-ins. */
public final class TestOutside {
    private TestOutside() {}

    /** A client of this responder. */
    public static RevocationClient revocations(URI ocsp, InstantSource clock) {
        return new RevocationClient(settings(ocsp, null), clock);
    }

    /** A client of this register. */
    public static ResidentRegister register(URI register) {
        return new ResidentRegister(settings(null, register));
    }

    private static OutsideSettings settings(URI ocsp, URI register) {
        return new OutsideSettings(
                ocsp,
                register,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMinutes(5));
    }
}
