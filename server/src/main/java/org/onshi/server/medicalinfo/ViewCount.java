package org.onshi.server.medicalinfo;

/**
 * How often a kind was shown to a type of facility (requirements F-14).
 *
 * @param kind MEDICATION, TREATMENT or CHECKUP
 * @param facilityType a {@link org.onshi.server.facilities.FacilityType}'s name
 * @param views at least 1
 */
public record ViewCount(String kind, String facilityType, long views) {}
