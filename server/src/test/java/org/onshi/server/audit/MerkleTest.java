package org.onshi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onshi.server.audit.Merkle.Hash;

/** The vectors of the reference implementation of RFC 6962, and laws over every small tree. */
class MerkleTest {
    private static final List<String> LEAVES =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS =
            List.of(
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static Hash hash(String hex) {
        return new Hash(HexFormat.of().parseHex(hex));
    }

    private static Hash leaf(int index) {
        return Merkle.leaf(HexFormat.of().parseHex(LEAVES.get(index)));
    }

    private static List<Hash> hashes(String... hex) {
        return Stream.of(hex).map(MerkleTest::hash).toList();
    }

    @Test
    void theEmptyTreesRootIsTheHashOfNothing() {
        assertThat(Merkle.EMPTY_ROOT)
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .isEqualTo(new Merkle.Frontier().root());
    }

    @Test
    void rootsAreThoseOfTheReferenceVectors() {
        Merkle.Frontier frontier = new Merkle.Frontier();
        for (int i = 0; i < LEAVES.size(); i++) {
            frontier.append(leaf(i));
            assertThat(frontier.root()).isEqualTo(hash(ROOTS.get(i)));
            assertThat(Merkle.Frontier.of(frontier.size(), frontier.stored()).root())
                    .isEqualTo(frontier.root());
        }
    }

    @Test
    void proofsOfTheReferenceVectorsHoldAndOthersDoNot() {
        List<Hash> inclusion =
                hashes(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(Merkle.included(leaf(5), 5, 8, inclusion, hash(ROOTS.get(7)))).isTrue();
        assertThat(Merkle.included(leaf(5), 4, 8, inclusion, hash(ROOTS.get(7)))).isFalse();
        List<Hash> consistency =
                hashes(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(Merkle.consistent(6, hash(ROOTS.get(5)), 8, hash(ROOTS.get(7)), consistency))
                .isTrue();
        assertThat(Merkle.consistent(6, hash(ROOTS.get(4)), 8, hash(ROOTS.get(7)), consistency))
                .isFalse();
    }

    @Test
    void everyProofOfEverySmallTreeHoldsAndNoOther() {
        int largest = 66;
        Map<Integer, Hash> roots = new TreeMap<>(Map.of(0, Merkle.EMPTY_ROOT));
        Merkle.Frontier frontier = new Merkle.Frontier();
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < largest; i++) {
            leaves.add(Merkle.leaf(new byte[] {(byte) i}));
            frontier.append(leaves.get(i));
            roots.put(i + 1, frontier.root());
        }
        Merkle.Nodes nodes = tiles(leaves);
        for (int size = 1; size <= largest; size++) {
            assertThat(Merkle.root(nodes, 0, size)).isEqualTo(roots.get(size));
            for (int index = 0; index < size; index++) {
                List<Hash> path = Merkle.inclusion(nodes, index, size);
                assertThat(Merkle.included(leaves.get(index), index, size, path, roots.get(size)))
                        .isTrue();
                assertThat(Merkle.included(Merkle.EMPTY_ROOT, index, size, path, roots.get(size)))
                        .isFalse();
            }
            for (int older = 0; older <= size; older++) {
                List<Hash> proof = Merkle.consistency(nodes, older, size);
                assertThat(Merkle.consistent(older, roots.get(older), size, roots.get(size), proof))
                        .as("%d in %d", older, size)
                        .isTrue();
                if (older < size) {
                    assertThat(
                                    Merkle.consistent(
                                            older,
                                            older == 0 ? roots.get(1) : Merkle.EMPTY_ROOT,
                                            size,
                                            roots.get(size),
                                            proof))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void tilesGiveTheRootOfATreeThatGrewInPieces() {
        Map<Tiles.Key, byte[]> stored = new java.util.HashMap<>();
        Merkle.Frontier frontier = new Merkle.Frontier();
        int[] pieces = {1, 255, 1, 256, 300, 65_000, 3_000, 2};
        for (int piece : pieces) {
            List<Hash> leaves = new ArrayList<>();
            long size = frontier.size();
            for (int i = 0; i < piece; i++) {
                Hash leaf =
                        Merkle.leaf(
                                Long.toString(size + i)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                leaves.add(leaf);
                frontier.append(leaf);
            }
            stored.putAll(source(stored).append(size, leaves));
            assertThat(Merkle.root(source(stored), 0, frontier.size())).isEqualTo(frontier.root());
        }
        assertThat(stored).containsKey(new Tiles.Key(2, 0));
        List<Hash> path = Merkle.inclusion(source(stored), 65_600, frontier.size());
        assertThat(
                        Merkle.included(
                                Merkle.leaf(
                                        "65600".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                65_600,
                                frontier.size(),
                                path,
                                frontier.root()))
                .isTrue();
    }

    private static Tiles source(Map<Tiles.Key, byte[]> stored) {
        return new Tiles(
                (level, index) -> stored.getOrDefault(new Tiles.Key(level, index), new byte[0]));
    }

    private static Tiles tiles(List<Hash> leaves) {
        return source(source(Map.of()).append(0, leaves));
    }
}
