/**
 * 医療機関等の窓口: what terminals and facility systems may ask over mutual TLS.
 *
 * <p>The real web API's paths (interface.md §2.9) with its messages, and {@code /facility/…} for
 * one check as plain JSON, bulk inquiries and receipts. A facility speaks in its own name only.
 * Words: token (idToken), receipt (受取票), reception number (受付番号). Nobody calls this context; it
 * uses eligibility, registry (the types of a shown coverage only), identity, consent, medicalinfo,
 * facilities, audit and callers.
 */
@ApplicationModule(
        displayName = "facilitydoor",
        allowedDependencies = {
            "eligibility",
            "registry",
            "identity",
            "consent",
            "medicalinfo",
            "facilities",
            "audit",
            "callers"
        })
package org.onshi.server.facilitydoor;

import org.springframework.modulith.ApplicationModule;
