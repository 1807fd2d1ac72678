package org.onshi.server.callers;

import java.time.Duration;
import org.onshi.wire.WireLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The doors' addresses and limits ({@code onshi.doors.*}). Everything has a limit (STYLE §10); what
 * is over it gets a clear refusal.
 *
 * @param address what the mutual-TLS doors listen on; loopback unless a deployment says otherwise
 * @param facility the facility door
 * @param insurer the insurer door
 * @param operator the operator door
 * @param handshakeTimeout from accepted connection to finished handshake
 * @param idleTimeout longest silence of an open connection, inside a request or between two
 * @param bodyRateMin bytes a second that a request's body must come with on the average; half of an
 *     ISDN channel passes
 * @param bodyHeadStart waiting for a body that is forgiven before its rate counts; as long as a
 *     terminal waits for its answer
 * @param connectionsMax open connections of one door; more wait in the listen queue
 * @param headerBytesMax request line and headers together
 */
@ConfigurationProperties("onshi.doors")
record DoorSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue OneDoor facility,
        @DefaultValue OneDoor insurer,
        @DefaultValue OneDoor operator,
        @DefaultValue("10s") Duration handshakeTimeout,
        @DefaultValue("60s") Duration idleTimeout,
        @DefaultValue("4KB") DataSize bodyRateMin,
        @DefaultValue("20s") Duration bodyHeadStart,
        @DefaultValue("10000") int connectionsMax,
        @DefaultValue("8KB") DataSize headerBytesMax) {

    /**
     * @param port TCP port, 0 for any free one
     * @param requestsMax requests worked on at once; the next one is answered 503 with Retry-After.
     *     Virtual threads have no pool whose size would limit them.
     * @param callerRequestsMax of these, how many one caller may hold (all its certificates
     *     together); a caller that sends slowly or too much keeps nobody else out
     * @param bodyMax largest request body; absent: the door's own default
     */
    record OneDoor(
            @DefaultValue("0") int port,
            @DefaultValue("256") int requestsMax,
            @DefaultValue("64") int callerRequestsMax,
            DataSize bodyMax) {}

    /** What may stand around a bulk inquiry of the largest size. */
    private static final long ENVELOPE_BYTES = 64L << 10;

    DoorSettings {
        if (bodyRateMin.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "onshi.doors.body-rate-min は 1B 以上にしてください。 / onshi.doors.body-rate-min must be"
                            + " 1B or more.");
        }
    }

    /** How slowly a body may come. */
    BodyPace bodyPace() {
        return new BodyPace(bodyRateMin.toBytes(), bodyHeadStart);
    }

    OneDoor of(Door door) {
        return switch (door) {
            case FACILITY -> facility;
            case INSURER -> insurer;
            case OPERATOR -> operator;
            case WEB, MANAGEMENT ->
                    throw new IllegalStateException("this door has settings of its own: " + door);
        };
    }

    /**
     * One check is under 2 KiB, one bulk inquiry at most 4 MiB (the wire's own limit of a
     * document); a registration file of the largest insurer (about 40 million rows a year, sent in
     * parts) and the country's 230,000 facilities must pass.
     */
    long bodyBytesMax(Door door) {
        DataSize chosen = of(door).bodyMax();
        if (chosen != null) {
            return chosen.toBytes();
        }
        return switch (door) {
            case FACILITY -> WireLimits.REQUEST.bytesMax() + ENVELOPE_BYTES;
            case INSURER -> DataSize.ofGigabytes(2).toBytes();
            case OPERATOR -> DataSize.ofMegabytes(256).toBytes();
            case WEB, MANAGEMENT -> 0;
        };
    }
}
