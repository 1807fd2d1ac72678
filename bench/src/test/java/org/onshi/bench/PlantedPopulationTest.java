package org.onshi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The planted population and what the matcher makes of it (requirements B-05, B-07). */
class PlantedPopulationTest {
    private static final int PEOPLE = 2_000;

    @Test
    void nobodyIsLinkedToSomeoneElseAndEveryPlantedFaultIsFound() {
        PlantedPopulation population = new PlantedPopulation(PEOPLE, 7, 0);
        Map<String, Number> figures = MatcherAlone.over(population).counts().figures();
        assertThat(figures.get("linked_wrong")).isEqualTo(0L);
        assertThat(MatcherAlone.inquiries(population).get("inquiry_linked_wrong")).isEqualTo(0L);
        assertThat(figures.get("planted").longValue()).isPositive();
        assertThat(figures.get("planted_found")).isEqualTo(figures.get("planted"));
        assertThat(figures.get("review_of_true_pairs").doubleValue()).isBetween(0.001, 0.02);
    }

    @Test
    void theSameSeedPlantsTheSamePopulation() {
        PlantedPopulation one = new PlantedPopulation(PEOPLE, 7, 0);
        assertThat(new PlantedPopulation(PEOPLE, 7, 0).registrations())
                .isEqualTo(one.registrations());
        assertThat(new PlantedPopulation(PEOPLE, 8, 0).registrations())
                .isNotEqualTo(one.registrations());
    }

    @Test
    void everyKindIsPlantedAndEveryoneIsRegisteredOnce() {
        PlantedPopulation population = new PlantedPopulation(PEOPLE, 7, 0);
        assertThat(population.registrations())
                .hasSize(PEOPLE)
                .extracting(PlantedRegistration::kind)
                .contains(PlantedKind.values());
    }
}
