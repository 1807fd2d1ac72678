package org.onshi.server.callers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.onshi.server.audit.AuditEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Certified callers that misuse their certificate. Each is refused every time; in the audit log the
 * first refusal of a kind within a minute has an entry of its own, committed before the answer, and
 * the further ones of that minute are one entry with their {@code count}. So a single certificate,
 * revoked or in wrong hands, cannot fill the log (design §3.5).
 *
 * <p>A server that is killed loses at most the counts of its last minute, never a first refusal.
 */
public final class Misuses {
    /** Kinds told apart within one minute; what is over it is one sum an event and door. */
    static final int KINDS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Misuses.class);
    private static final String MANY = "many";
    private static final String CERTIFICATE = "certificate";

    private final RefusalLog log;
    private final int kindsMax;
    private final Object lock = new Object();
    private Map<Kind, Tally> minute = new HashMap<>();

    Misuses(RefusalLog log, int kindsMax) {
        this.log = log;
        this.kindsMax = kindsMax;
    }

    /**
     * What makes two refusals alike.
     *
     * @param certificate tells certificates of one caller apart
     * @param details of every entry of this kind
     */
    private record Kind(
            AuditEvent event, String caller, String certificate, Map<String, String> details) {
        Kind ofMany() {
            Map<String, String> common = new HashMap<>(details);
            common.remove(CERTIFICATE);
            return new Kind(event, MANY, "", common);
        }
    }

    /** A kind's refusals of this minute, behind the lock. */
    private static final class Tally {
        private boolean hasOwnEntry;
        private Optional<CompletableFuture<Void>> beingWritten = Optional.empty();
        private long further;
    }

    /**
     * A caller that passed the threshold of its door and then asked for what is not its own.
     *
     * @param about details of this one refusal, which its sum does not repeat
     * @throws DataAccessException when the entry it must have cannot be written
     */
    public void record(Caller caller, AuditEvent event, Map<String, String> about) {
        Map<String, String> details = Map.of("door", caller.door().label());
        record(new Kind(event, caller.auditName(), caller.fingerprint(), details), about);
    }

    /**
     * Somebody without a certificate who is refused at a door, as a login that fails.
     *
     * @param who as audit entries name the caller
     * @param reason of every entry of this kind
     */
    public void record(Door door, String who, AuditEvent event, String reason) {
        record(new Kind(event, who, "", Map.of("door", door.label(), "reason", reason)), Map.of());
    }

    /** A certificate that is refused at the threshold. */
    void record(ClientCertificate certificate, Door door, AuditEvent event, String reason) {
        String serial = certificate.serial().toString(16);
        Map<String, String> details =
                Map.of("door", door.label(), "reason", reason, CERTIFICATE, serial);
        record(new Kind(event, certificate.auditName(), serial, details), Map.of());
    }

    /**
     * Counts only once the first entry is committed. Whoever comes while it is being written waits
     * for it and shares its failure: a refusal answered without any entry would be one that nobody
     * can find.
     */
    private void record(Kind kind, Map<String, String> about) {
        while (true) {
            Tally tally;
            Optional<CompletableFuture<Void>> others;
            CompletableFuture<Void> own = new CompletableFuture<>();
            synchronized (lock) {
                tally = tally(kind);
                if (tally.hasOwnEntry) {
                    tally.further++;
                    return;
                }
                others = tally.beingWritten;
                if (others.isEmpty()) {
                    tally.beingWritten = Optional.of(own);
                }
            }
            if (others.isEmpty()) {
                writeFirst(kind, about, tally, own);
                return;
            }
            await(others.get()); // then again, since its minute may have ended meanwhile
        }
    }

    private void writeFirst(
            Kind kind, Map<String, String> about, Tally tally, CompletableFuture<Void> outcome) {
        Map<String, String> details = new TreeMap<>(kind.details());
        details.putAll(about);
        try {
            log.write(List.of(new RefusalLog.Refusal(kind.event(), kind.caller(), details)));
        } catch (RuntimeException | Error failed) {
            // it was not answered 403 either; the next one tries again
            ended(tally, false);
            outcome.completeExceptionally(failed);
            throw failed;
        }
        ended(tally, true);
        outcome.complete(null);
    }

    private void ended(Tally tally, boolean written) {
        synchronized (lock) {
            tally.hasOwnEntry = written;
            tally.beingWritten = Optional.empty();
        }
    }

    private static void await(CompletableFuture<Void> first) {
        try {
            first.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** That of the kind, or of many kinds once there are too many; those have no first one. */
    private Tally tally(Kind kind) {
        Tally known = minute.get(kind);
        if (known != null) {
            return known;
        }
        if (minute.size() < kindsMax) {
            return minute.computeIfAbsent(kind, _ -> new Tally());
        }
        Tally many = minute.computeIfAbsent(kind.ofMany(), _ -> new Tally());
        many.hasOwnEntry = true;
        return many;
    }

    /**
     * Writes one entry a kind that was refused further. What cannot be written now (store silent)
     * is added to the next minute.
     */
    void sumUp() {
        Map<Kind, Tally> ended;
        synchronized (lock) {
            ended = minute;
            minute = new HashMap<>();
            ended.values().removeIf(tally -> tally.further == 0);
        }
        if (ended.isEmpty()) {
            return;
        }
        List<RefusalLog.Refusal> sums = new ArrayList<>(ended.size());
        ended.forEach((kind, tally) -> {
            Map<String, String> details = new TreeMap<>(kind.details());
            details.put("count", Long.toString(tally.further));
            sums.add(new RefusalLog.Refusal(kind.event(), kind.caller(), details));
        });
        try {
            log.write(sums);
        } catch (RuntimeException silent) {
            LOG.warn(
                    "the audit log is silent, refused callers are kept for the next minute",
                    silent);
            synchronized (lock) {
                ended.forEach((kind, tally) -> tally(kind).further += tally.further);
            }
        }
    }
}
