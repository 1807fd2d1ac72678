package org.onshi.terminal;

/** One sentence in both languages of the counter. */
record BothWords(String ja, String en) {}
