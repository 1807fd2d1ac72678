package org.onshi.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortionTest {
    private final Portion portion = new Portion(1_000);

    private void goesWell(int times) {
        for (int i = 0; i < times; i++) {
            portion.wentWell(portion.most());
        }
    }

    @Test
    void whatWasTooMuchIsHalvedAndOneIsTheLeast() {
        assertThat(portion.most()).isEqualTo(1_000);
        portion.wasTooMuch(1_000);
        assertThat(portion.most()).isEqualTo(500);
        portion.wasTooMuch(3);
        assertThat(portion.most()).as("less than a portion was too much already").isEqualTo(1);
        portion.wasTooMuch(1);
        assertThat(portion.most()).isEqualTo(1);
    }

    @Test
    void moreIsTriedOnlyAfterFullPortionsWentWellInARow() {
        portion.wasTooMuch(1_000);
        goesWell(Portion.WELL_BEFORE_MORE - 1);
        portion.wentWell(499);
        assertThat(portion.most()).isEqualTo(500);
        goesWell(1);
        assertThat(portion.most()).isEqualTo(1_000);

        portion.wasTooMuch(1_000);
        goesWell(Portion.WELL_BEFORE_MORE - 1);
        portion.wasTooMuch(500);
        goesWell(Portion.WELL_BEFORE_MORE - 1);
        assertThat(portion.most()).as("the row begins anew").isEqualTo(250);
    }

    @Test
    void thereIsNeverMoreThanTheMost() {
        portion.wasTooMuch(601);
        goesWell(2 * Portion.WELL_BEFORE_MORE);
        assertThat(portion.most()).isEqualTo(1_000);
        goesWell(2 * Portion.WELL_BEFORE_MORE);
        assertThat(portion.most()).isEqualTo(1_000);
    }

    @Test
    void whoManagesAQuarterIsAskedForTooMuchSeldom() {
        int silences = 0;
        for (int i = 0; i < 1_000; i++) {
            int asked = portion.most();
            if (asked > 250) {
                silences++;
                portion.wasTooMuch(asked);
            } else {
                portion.wentWell(asked);
            }
        }
        assertThat(silences).isLessThanOrEqualTo(2 + 1_000 / Portion.WELL_BEFORE_MORE);
    }
}
