/**
 * 文書: from a small model of a document to a PDF file that people read and screen readers speak.
 *
 * <p>Answers: how is this title, text, table, line over the years printed ({@link
 * org.onshi.server.documents.DocumentPrinter})? Tagged as PDF/UA-1, in Japanese, with its font
 * inside, the same for the same document. It knows nothing of the field: what is printed, and which
 * value stands out, is decided above.
 *
 * <p>Words: document, block (heading, paragraph, terms, table, charts), cell. Called by contexts
 * that print; uses nothing.
 */
@ApplicationModule(
        displayName = "documents",
        allowedDependencies = {})
package org.onshi.server.documents;

import org.springframework.modulith.ApplicationModule;
