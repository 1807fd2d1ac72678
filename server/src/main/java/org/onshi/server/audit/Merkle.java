package org.onshi.server.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hashing and proofs of RFC 6962, 2.1 (SHA-256), and their verification (RFC 9162, 2.1). */
final class Merkle {
    static final int HASH_BYTES = 32;

    /** Root of the tree without leaves. */
    static final Hash EMPTY_ROOT = new Hash(sha256().digest());

    private Merkle() {}

    static Hash leaf(byte[] body) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return new Hash(digest.digest(body));
    }

    static Hash node(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left.raw());
        return new Hash(digest.digest(right.raw()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hashes of a stored tree: the root of the perfect subtree of 2^level leaves at this index. */
    @FunctionalInterface
    interface Nodes {
        Hash at(int level, long index);
    }

    /** Root of the leaves {@code [from, to)} of a tree, read from its perfect subtrees. */
    static Hash root(Nodes nodes, long from, long to) {
        if (from == to) {
            return EMPTY_ROOT;
        }
        long size = to - from;
        if (Long.bitCount(size) == 1 && from % size == 0) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.at(level, from >> level);
        }
        long left = largestPowerBelow(size);
        return node(root(nodes, from, from + left), root(nodes, from + left, to));
    }

    /**
     * Audit path of leaf {@code index} in the tree of the first {@code size} leaves, leaf first.
     */
    static List<Hash> inclusion(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the leaf is not in the tree");
        }
        List<Hash> path = new ArrayList<>();
        path(nodes, index, 0, size, path);
        return List.copyOf(path);
    }

    private static void path(Nodes nodes, long index, long from, long to, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + largestPowerBelow(to - from);
        if (index < middle) {
            path(nodes, index, from, middle, path);
            path.add(root(nodes, middle, to));
        } else {
            path(nodes, index, middle, to, path);
            path.add(root(nodes, from, middle));
        }
    }

    /**
     * Proof that the tree of {@code older} leaves is the beginning of the tree of {@code newer}.
     */
    static List<Hash> consistency(Nodes nodes, long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("the older tree is larger than the newer");
        }
        List<Hash> proof = new ArrayList<>();
        if (older != 0 && older != newer) {
            subproof(nodes, older, 0, newer, true, proof);
        }
        return List.copyOf(proof);
    }

    private static void subproof(
            Nodes nodes, long older, long from, long to, boolean whole, List<Hash> proof) {
        if (older == to - from) {
            if (!whole) {
                proof.add(root(nodes, from, to));
            }
            return;
        }
        long left = largestPowerBelow(to - from);
        if (older <= left) {
            subproof(nodes, older, from, from + left, whole, proof);
            proof.add(root(nodes, from + left, to));
        } else {
            subproof(nodes, older - left, from + left, to, false, proof);
            proof.add(root(nodes, from, from + left));
        }
    }

    /** Whether the path leads from the leaf at this index to the root of a tree of this size. */
    static boolean included(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether the proof shows that the newer tree only continues the older one. */
    static boolean consistent(
            long older, Hash olderRoot, long newer, Hash newerRoot, List<Hash> proof) {
        if (older > newer || older < 0) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && olderRoot.equals(newerRoot);
        }
        if (older == 0) {
            return proof.isEmpty() && olderRoot.equals(EMPTY_ROOT);
        }
        List<Hash> hashes = new ArrayList<>(proof);
        if (Long.bitCount(older) == 1) {
            hashes.add(0, olderRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        long node = older - 1;
        long last = newer - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        Hash oldHash = hashes.get(0);
        Hash newHash = hashes.get(0);
        for (Hash hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = node(hash, oldHash);
                newHash = node(hash, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newHash = node(newHash, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(olderRoot) && newHash.equals(newerRoot);
    }

    /** The largest power of two below {@code size}, which is at least 2. */
    private static long largestPowerBelow(long size) {
        return Long.highestOneBit(size - 1);
    }

    /**
     * The right edge of a growing tree: roots of its perfect subtrees, largest first. Enough to
     * append a leaf and to know the root; 32 bytes a subtree.
     */
    static final class Frontier {
        private final List<Hash> subtrees = new ArrayList<>();
        private long size;

        Frontier() {}

        /** As stored; refuses a frontier that cannot belong to this size. */
        static Frontier of(long size, byte[] stored) {
            if (size < 0 || stored.length != Long.bitCount(size) * HASH_BYTES) {
                throw new IllegalArgumentException(
                        "the frontier does not fit the size of the tree");
            }
            Frontier frontier = new Frontier();
            frontier.size = size;
            frontier.subtrees.addAll(Hash.list(stored));
            return frontier;
        }

        Frontier copy() {
            Frontier copy = new Frontier();
            copy.size = size;
            copy.subtrees.addAll(subtrees);
            return copy;
        }

        void append(Hash leaf) {
            Hash hash = leaf;
            for (long bits = size; (bits & 1) == 1; bits >>= 1) {
                hash = node(subtrees.removeLast(), hash);
            }
            subtrees.add(hash);
            size++;
        }

        long size() {
            return size;
        }

        byte[] stored() {
            return Hash.join(subtrees);
        }

        Hash root() {
            if (subtrees.isEmpty()) {
                return EMPTY_ROOT;
            }
            Hash root = subtrees.getLast();
            for (int i = subtrees.size() - 2; i >= 0; i--) {
                root = node(subtrees.get(i), root);
            }
            return root;
        }
    }

    /** 32 bytes; compared by value. */
    @SuppressWarnings("ArrayRecordComponent") // compared by value below
    record Hash(byte[] raw) {
        Hash {
            if (raw.length != HASH_BYTES) {
                throw new IllegalArgumentException("a hash has 32 bytes");
            }
        }

        static List<Hash> list(byte[] joined) {
            List<Hash> hashes = new ArrayList<>(joined.length / HASH_BYTES);
            for (int at = 0; at < joined.length; at += HASH_BYTES) {
                hashes.add(new Hash(Arrays.copyOfRange(joined, at, at + HASH_BYTES)));
            }
            return hashes;
        }

        static byte[] join(List<Hash> hashes) {
            byte[] joined = new byte[hashes.size() * HASH_BYTES];
            for (int i = 0; i < hashes.size(); i++) {
                System.arraycopy(hashes.get(i).raw(), 0, joined, i * HASH_BYTES, HASH_BYTES);
            }
            return joined;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hash hash && MessageDigest.isEqual(raw, hash.raw);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(raw);
        }

        @Override
        public String toString() {
            return java.util.HexFormat.of().formatHex(raw);
        }
    }
}
