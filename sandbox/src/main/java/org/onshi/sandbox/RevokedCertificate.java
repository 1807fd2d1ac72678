package org.onshi.sandbox;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A certificate that may not be used.
 *
 * @param since when it was revoked or put on hold
 * @param reason as RFC 5280 §5.3.1 numbers it: certificateHold 6, superseded 4,
 *     cessationOfOperation 5
 */
record RevokedCertificate(BigInteger serial, Instant since, int reason) {}
