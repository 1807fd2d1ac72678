package org.onshi.bench;

import java.nio.file.Path;

/**
 * @param root folder of the project, where {@code ./onshi} stands
 * @param data folder of the demo that is measured; kept, so that a second run starts at once
 * @param people people of the town, 300 or more
 * @param seconds length of each timed part, 1 or more
 * @param seed of whatever is drawn at random
 * @param running whether the demo in that folder runs already and is left running
 */
record BenchSettings(Path root, Path data, int people, int seconds, long seed, boolean running) {
    /** The same over a town of another size, where people says how much is measured in it. */
    BenchSettings ofTown(int townPeople) {
        return new BenchSettings(root, data, townPeople, seconds, seed, running);
    }
}
