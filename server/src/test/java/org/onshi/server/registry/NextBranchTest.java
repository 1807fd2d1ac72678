package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which branch number comes next in a household. */
@Tag("B-01")
class NextBranchTest {
    private static NextBranch free(String branch) {
        return new NextBranch.Free(branch);
    }

    @Test
    void aHouseholdOfNobodyBeginsWithZero() {
        assertThat(NextBranch.after(Set.of())).isEqualTo(free("00"));
        assertThat(NextBranch.after(Set.of(""))).isEqualTo(free("00"));
    }

    @Test
    void theNextIsTheOneAfterTheHighestSinceGapsMayHaveBeenGivenOutBefore() {
        assertThat(NextBranch.after(Set.of("00", "01", "02"))).isEqualTo(free("03"));
        assertThat(NextBranch.after(Set.of("00", "", "07"))).isEqualTo(free("08"));
        assertThat(NextBranch.after(Set.of("98"))).isEqualTo(free("99"));
    }

    @Test
    void afterNinetyNineComesTheLowestNobodyHad() {
        assertThat(NextBranch.after(Set.of("99"))).isEqualTo(free("00"));
        assertThat(NextBranch.after(Set.of("00", "01", "99"))).isEqualTo(free("02"));
    }

    @Test
    void whenAllHundredWereUsedThereIsNone() {
        Set<String> used = new HashSet<>();
        for (int branch = 0; branch < NextBranch.COUNT; branch++) {
            used.add("%02d".formatted(branch));
        }
        assertThat(NextBranch.after(used)).isEqualTo(new NextBranch.NoneLeft());
        used.remove("41");
        assertThat(NextBranch.after(used)).isEqualTo(free("41"));
    }
}
