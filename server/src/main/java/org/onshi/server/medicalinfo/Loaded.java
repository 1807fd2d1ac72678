package org.onshi.server.medicalinfo;

/** What became of something that was loaded. */
public enum Loaded {
    /** It was not known before. */
    ADDED,
    /** Another version of it was; that one is invalidated. */
    REPLACED,
    /** It was known so. */
    UNCHANGED,
    /** Not exactly one person is meant; not taken. */
    UNMATCHED
}
