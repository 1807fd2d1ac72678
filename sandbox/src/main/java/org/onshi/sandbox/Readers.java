package org.onshi.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/** The card readers of the sandbox, {@code 01} onwards. A card lies on one of them at most. */
final class Readers implements AutoCloseable {
    /** As many as a long street of facilities needs. */
    static final int READERS_MAX = 99;

    private final CardDrawer drawer;
    private final List<CardReader> readers;
    private final Object moving = new Object();

    /**
     * Empty readers.
     *
     * @param count 1 to {@link #READERS_MAX}
     * @param at real time: their certificates begin there, and their epochs
     */
    Readers(int count, CardDrawer drawer, ReaderAuthority authority, Instant at) {
        if (count < 1 || count > READERS_MAX) {
            throw new IllegalArgumentException("1 to " + READERS_MAX + " readers");
        }
        this.drawer = drawer;
        this.readers =
                IntStream.rangeClosed(1, count)
                        .mapToObj("%02d"::formatted)
                        .map(name ->
                                new CardReader(
                                        name,
                                        drawer,
                                        authority,
                                        authority.issue(name, at),
                                        at.toEpochMilli(),
                                        System::nanoTime))
                        .toList();
    }

    List<CardReader> all() {
        return readers;
    }

    /**
     * The reader of this name.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    CardReader named(String name) {
        return readers.stream()
                .filter(reader -> reader.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /**
     * Puts a card on a reader, from wherever it was.
     *
     * @param follow whether its holder steps before the camera
     * @throws Fault {@link FaultCode#CARD_UNKNOWN} when there is no such card
     */
    void place(String name, String cardId, boolean follow) {
        CardReader to = named(name);
        Optional<CardInHand> card = drawer.card(cardId);
        if (card.isEmpty()) {
            throw new Fault(FaultCode.CARD_UNKNOWN, "card_id");
        }
        synchronized (moving) {
            readers.stream().filter(other -> other != to).forEach(other -> other.remove(cardId));
            to.place(card.get(), follow);
        }
    }

    /** Lets everybody go who waits for a card. */
    @Override
    public void close() {
        readers.forEach(CardReader::close);
    }
}
