package org.onshi.bench;

import org.onshi.server.matching.FiveAttributes;

/**
 * One registration. Does not print.
 *
 * @param kind what was planted
 * @param number the individual number it carries; perhaps another person's, perhaps nobody's
 * @param attributes what the insurer wrote
 * @param person whom it is about: position among the residents
 */
record PlantedRegistration(PlantedKind kind, String number, FiveAttributes attributes, int person) {
    @Override
    public String toString() {
        return "PlantedRegistration[" + kind + "]";
    }
}
