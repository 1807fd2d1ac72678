package org.onshi.server.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tree's hashes in tiles of up to 256 (C2SP tlog-tiles): any node is computed from one tile, so
 * that a proof reads about one tile for every eight levels of the tree. One object serves one proof
 * or one integration: it keeps the tiles it has read.
 */
final class Tiles implements Merkle.Nodes {
    static final int TILE_HASHES = 256;
    private static final int TILE_LEVELS = 8;

    private final Source source;
    private final Map<Key, List<Merkle.Hash>> known = new HashMap<>();

    Tiles(Source source) {
        this.source = source;
    }

    /** Where tiles are stored; an unknown tile is empty. */
    @FunctionalInterface
    interface Source {
        byte[] read(int level, long index);
    }

    record Key(int level, long index) {}

    /** The stored tree does not hold a hash it must hold. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(int level, long index) {
            super("tile %d of level %d is missing or too short".formatted(index, level));
        }
    }

    @Override
    public Merkle.Hash at(int level, long index) {
        int tileLevel = level / TILE_LEVELS;
        int height = level % TILE_LEVELS;
        long first = index << height;
        long tileIndex = first / TILE_HASHES;
        List<Merkle.Hash> tile = tile(tileLevel, tileIndex);
        int from = (int) (first % TILE_HASHES);
        int to = from + (1 << height);
        if (tile.size() < to) {
            throw new Missing(tileLevel, tileIndex);
        }
        return perfect(tile.subList(from, to));
    }

    /**
     * Adds leaves at the end of a tree of this size.
     *
     * @return the tiles that have changed, to be stored
     */
    Map<Key, byte[]> append(long size, List<Merkle.Hash> leaves) {
        Map<Key, List<Merkle.Hash>> changed = new HashMap<>();
        long position = size;
        for (Merkle.Hash leaf : leaves) {
            push(changed, 0, position++, leaf);
        }
        Map<Key, byte[]> stored =
                new TreeMap<>(
                        java.util.Comparator.comparingInt(Key::level)
                                .thenComparingLong(Key::index));
        changed.forEach((key, hashes) -> stored.put(key, Merkle.Hash.join(hashes)));
        return stored;
    }

    private void push(
            Map<Key, List<Merkle.Hash>> changed, int level, long position, Merkle.Hash hash) {
        Key key = new Key(level, position / TILE_HASHES);
        List<Merkle.Hash> tile = tile(key.level(), key.index());
        if (tile.size() != position % TILE_HASHES) {
            throw new Missing(key.level(), key.index());
        }
        tile.add(hash);
        changed.put(key, tile);
        if (tile.size() == TILE_HASHES) {
            push(changed, level + 1, key.index(), perfect(tile));
        }
    }

    private List<Merkle.Hash> tile(int level, long index) {
        return known.computeIfAbsent(
                new Key(level, index),
                key -> new ArrayList<>(Merkle.Hash.list(source.read(level, index))));
    }

    static Merkle.Hash perfect(List<Merkle.Hash> hashes) {
        List<Merkle.Hash> row = hashes;
        while (row.size() > 1) {
            List<Merkle.Hash> above = new ArrayList<>(row.size() / 2);
            for (int i = 0; i < row.size(); i += 2) {
                above.add(Merkle.node(row.get(i), row.get(i + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }
}
