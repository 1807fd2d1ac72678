package org.onshi.server.callers;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.onshi.server.audit.AuditEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever fails in the handshake. They are counted, and summed up in one audit entry a source and
 * minute, never more, so that nobody without a certificate can fill the log or the memory (design
 * §3.5): at most {@value #SOURCES_MAX} sources are told apart in a minute, the rest is one sum.
 */
final class Strangers {
    /** Sources told apart within one minute. */
    static final int SOURCES_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    private static final String MANY = "many";
    private static final int IPV6_SITE_BYTES = 8;

    /** Why a handshake failed. */
    enum Reason {
        /** No certificate was shown. */
        NONE,
        /** Of an authority that isn't ours. */
        FOREIGN,
        /** Out of its time. */
        EXPIRED,
        /** Broken off, timed out, or no TLS at all. */
        OTHER
    }

    private final RefusalLog log;
    private final MeterRegistry meters;
    private final Object lock = new Object();
    private Map<String, EnumMap<Reason, Long>> counts = new HashMap<>();

    Strangers(RefusalLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
    }

    /** The listener of one door. */
    SslHandshakeListener at(Door door) {
        return new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                Reason reason = reason(failure);
                meters.counter("onshi.strangers", "door", door.label(), "reason", label(reason))
                        .increment();
                count(source(event.getEndPoint().getRemoteSocketAddress()), reason);
            }
        };
    }

    private void count(String source, Reason reason) {
        synchronized (lock) {
            add(source, reason, 1);
        }
    }

    private void add(String source, Reason reason, long times) {
        String key = counts.containsKey(source) || counts.size() < SOURCES_MAX ? source : MANY;
        counts.computeIfAbsent(key, _ -> new EnumMap<>(Reason.class))
                .merge(reason, times, Long::sum);
    }

    /**
     * Writes one entry a source. What cannot be written now (store silent) is added to the next
     * minute.
     */
    void sumUp() {
        Map<String, EnumMap<Reason, Long>> minute;
        synchronized (lock) {
            minute = counts;
            counts = new HashMap<>();
        }
        if (minute.isEmpty()) {
            return;
        }
        try {
            log.write(refusals(minute));
        } catch (RuntimeException silent) {
            LOG.warn(
                    "the audit log is silent, refused strangers are kept for the next minute",
                    silent);
            synchronized (lock) {
                minute.forEach((source, reasons) ->
                        reasons.forEach((reason, times) -> add(source, reason, times)));
            }
        }
    }

    private static List<RefusalLog.Refusal> refusals(Map<String, EnumMap<Reason, Long>> minute) {
        List<RefusalLog.Refusal> refusals = new ArrayList<>(minute.size());
        minute.forEach((source, reasons) -> {
            Map<String, String> details = new TreeMap<>();
            reasons.forEach((reason, times) -> details.put(label(reason), Long.toString(times)));
            long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
            details.put("source", source);
            details.put("count", Long.toString(sum));
            refusals.add(
                    new RefusalLog.Refusal(
                            AuditEvent.STRANGERS_REFUSED, "stranger:" + source, details));
        });
        return refusals;
    }

    static Reason reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return Reason.EXPIRED;
            }
            if (cause instanceof CertPathBuilderException) {
                return Reason.FOREIGN;
            }
            if (cause instanceof CertPathValidatorException path && path.getCause() == null) {
                return Reason.FOREIGN;
            }
            String message = String.valueOf(cause.getMessage());
            if (message.contains("Empty client certificate chain")
                    || message.contains("null cert chain")) {
                return Reason.NONE;
            }
        }
        return Reason.OTHER;
    }

    /**
     * IPv6 is summed up by site (/64), since one stranger has as many addresses there as it likes.
     */
    static String source(SocketAddress address) {
        if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "unknown";
        }
        if (!(socket.getAddress() instanceof Inet6Address six)) {
            return socket.getAddress().getHostAddress();
        }
        byte[] site = six.getAddress();
        Arrays.fill(site, IPV6_SITE_BYTES, site.length, (byte) 0);
        try {
            return InetAddress.getByAddress(site).getHostAddress() + "/64";
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String label(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
