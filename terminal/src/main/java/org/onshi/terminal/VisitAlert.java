package org.onshi.terminal;

/** One alert of the central system or of the terminal, for the clerk. */
record VisitAlert(String code, String ja, String en) {}
