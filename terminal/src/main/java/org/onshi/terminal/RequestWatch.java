package org.onshi.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.onshi.wire.Fault;
import org.onshi.wire.XmlMessage;

/**
 * Looks into {@code req/} and takes what is complete, in the order of names, by renaming it into
 * the work folder. Events make it quick, a look every second makes it sure: shares send no events.
 *
 * <p>What is no regular file, or has a name of no known family, is never touched; a link is never
 * followed, since its target would come back to whoever dropped it.
 */
final class RequestWatch {
    private static final System.Logger LOG = System.getLogger(RequestWatch.class.getName());
    private static final Duration PLACE_PATIENCE = Duration.ofMillis(200);

    /** A request that is not complete, as it was last seen. */
    private record Growing(long size, FileTime changed, long sinceNanos, boolean worthWaiting) {}

    private record Ready(String name, RequestLane lane) {}

    private final OqsFolders folders;
    private final TerminalLimits limits;
    private final TerminalStatus status;
    private final Function<String, Optional<RequestLane>> laneOf;
    private final Map<String, Growing> growing = new HashMap<>();
    private long sequence;
    private boolean takingFails;

    RequestWatch(
            OqsFolders folders,
            TerminalLimits limits,
            TerminalStatus status,
            Function<String, Optional<RequestLane>> laneOf,
            long lastSequence) {
        this.folders = folders;
        this.limits = limits;
        this.status = status;
        this.laneOf = laneOf;
        this.sequence = lastSequence;
    }

    /** Until interrupted. */
    void run() {
        Path req = folders.req();
        try (WatchService events = req.getFileSystem().newWatchService()) {
            Optional<WatchKey> key = Optional.empty();
            while (true) {
                if (key.isEmpty() || !key.get().isValid()) {
                    key = register(req, events);
                }
                long wait = lookSafely();
                WatchKey signalled = events.poll(wait, TimeUnit.NANOSECONDS);
                if (signalled != null) {
                    signalled.pollEvents(); // what happened is read from the folder itself
                    signalled.reset();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the system gives no folder events", e);
        }
    }

    private static Optional<WatchKey> register(Path req, WatchService events) {
        try {
            return Optional.of(
                    req.register(
                            events,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException e) {
            return Optional.empty(); // no events from here; the look every second remains
        }
    }

    private long lookSafely() throws InterruptedException {
        try {
            long wait = look();
            if (takingFails) {
                takingFails = false;
                status.folderTrouble(Optional.empty());
                LOG.log(System.Logger.Level.INFO, "要求を再び受け取れます。 / Requests can be taken again.");
            }
            return wait;
        } catch (IOException | DirectoryIteratorException e) {
            if (!takingFails) {
                takingFails = true;
                status.folderTrouble(Optional.of("req/ " + e.getClass().getSimpleName()));
                LOG.log(
                        System.Logger.Level.WARNING,
                        "req フォルダーから受け取れません（{0}）。共有と権限を確認してください。 / Requests cannot be"
                                + " taken from req/ ({0}); check the share and its permissions.",
                        e.getClass().getSimpleName());
            }
            return limits.rescan().toNanos();
        }
    }

    /** One look; returns how long the next one may wait. */
    private long look() throws IOException, InterruptedException {
        long seen = System.nanoTime();
        List<Ready> batch = new ArrayList<>();
        Set<String> notComplete = new HashSet<>();
        IOException failure = null;
        for (String name : names()) {
            Optional<RequestLane> lane = laneOf.apply(name);
            if (lane.isEmpty() || !isReady(name, notComplete)) {
                continue;
            }
            if (!lane.get().reserve()) {
                failure = first(failure, take(batch, seen));
                if (!waitForPlace(lane.get())) {
                    continue; // bulk requests wait in req/ and hold up nobody
                }
            }
            batch.add(new Ready(name, lane.get()));
            if (batch.size() == TerminalLimits.TAKES_PER_FORCE) {
                failure = first(failure, take(batch, seen));
            }
        }
        failure = first(failure, take(batch, seen));
        growing.keySet().retainAll(notComplete);
        if (failure != null) {
            throw failure;
        }
        return untilNextLook();
    }

    private static IOException first(IOException failure, IOException next) {
        return failure == null ? next : failure;
    }

    private boolean waitForPlace(RequestLane lane) throws InterruptedException {
        if (!lane.holdsUpOthers()) {
            return false;
        }
        while (!lane.reserve(PLACE_PATIENCE)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private long untilNextLook() {
        long wait = limits.rescan().toNanos();
        long now = System.nanoTime();
        for (Growing one : growing.values()) {
            long due = one.sinceNanos() + limits.growth().toNanos() - now;
            wait = Math.min(wait, Math.max(due, TimeUnit.MILLISECONDS.toNanos(10)));
        }
        return wait;
    }

    /**
     * The first names of requests in order; more than a look holds are left to the next. Others do
     * not count: files that nobody takes would else keep the requests behind them out for ever.
     */
    private List<String> names() throws IOException {
        PriorityQueue<String> kept = new PriorityQueue<>(Comparator.reverseOrder());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folders.req())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (laneOf.apply(name).isEmpty()) {
                    continue;
                }
                kept.add(name);
                if (kept.size() > limits.namesInLook()) {
                    kept.remove();
                }
            }
        }
        List<String> names = new ArrayList<>(kept);
        names.sort(null);
        return names;
    }

    /** Complete, or broken for good: both are taken. */
    private boolean isReady(String name, Set<String> notComplete) {
        Path file = folders.req().resolve(name);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return false;
            }
            Growing before = growing.get(name);
            boolean unchanged =
                    before != null
                            && before.size() == attributes.size()
                            && before.changed().equals(attributes.lastModifiedTime());
            if (!unchanged) {
                if (looksComplete(file, attributes.size())) {
                    return true;
                }
                before =
                        new Growing(
                                attributes.size(),
                                attributes.lastModifiedTime(),
                                System.nanoTime(),
                                worthWaiting(file, attributes.size()));
            }
            if (!before.worthWaiting()
                    || System.nanoTime() - before.sinceNanos() >= limits.growth().toNanos()) {
                return true;
            }
            growing.put(name, before);
            notComplete.add(name);
            return false;
        } catch (NoSuchFileException e) {
            return false; // taken back
        } catch (IOException e) {
            return waitedForReading(name, notComplete);
        }
    }

    /**
     * A file that cannot be read may be held by its writer; after a while it is returned unread.
     */
    private boolean waitedForReading(String name, Set<String> notComplete) {
        Growing before =
                growing.computeIfAbsent(
                        name,
                        absent -> new Growing(-1, FileTime.fromMillis(0), System.nanoTime(), true));
        notComplete.add(name);
        return System.nanoTime() - before.sinceNanos() >= limits.growth().toNanos();
    }

    private static boolean looksComplete(Path file, long size) throws IOException {
        if (size == 0) {
            return false;
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            InputStream in = Channels.newInputStream(channel);
            byte[] head = in.readNBytes(TerminalLimits.PEEK_BYTES);
            if (size <= TerminalLimits.PEEK_BYTES) {
                return Completeness.looksComplete(head, head);
            }
            channel.position(size - TerminalLimits.PEEK_BYTES);
            return Completeness.looksComplete(head, in.readNBytes(TerminalLimits.PEEK_BYTES));
        }
    }

    /** Whether more bytes could mend it: a document that is broken before its end stays broken. */
    private boolean worthWaiting(Path file, long size) throws IOException {
        if (size == 0 || size > limits.requestBytes()) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            XmlMessage.read(in.readNBytes(limits.requestBytes()));
            return false;
        } catch (Fault broken) {
            return broken.incomplete();
        }
    }

    /**
     * Renames, makes the renames last, hands over; failures of single files do not stop the others.
     */
    private IOException take(List<Ready> batch, long seen) {
        if (batch.isEmpty()) {
            return null;
        }
        IOException failure = null;
        List<TakenRequest> taken = new ArrayList<>();
        List<RequestLane> lanes = new ArrayList<>();
        for (Ready ready : batch) {
            TakenRequest request =
                    TakenRequest.of(
                            folders.taken(), sequence + 1, UUID.randomUUID(), ready.name(), seen);
            try {
                Files.move(
                        folders.req().resolve(ready.name()),
                        request.file(),
                        StandardCopyOption.ATOMIC_MOVE);
                sequence++;
                taken.add(request);
                lanes.add(ready.lane());
            } catch (NoSuchFileException e) {
                ready.lane().release(); // taken back
            } catch (IOException e) {
                ready.lane().release();
                failure = first(failure, e);
            }
        }
        batch.clear();
        try {
            // before the central system hears of them: a request that came back after a power cut
            // would be taken anew, under another key, and be checked twice
            OqsFolders.force(folders.taken());
            OqsFolders.force(folders.req());
        } catch (IOException e) {
            failure = first(failure, e); // they are taken all the same, and want their answers
        }
        status.taken(taken.size());
        for (int i = 0; i < taken.size(); i++) {
            lanes.get(i).submit(taken.get(i));
        }
        return failure;
    }
}
