package org.onshi.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Ids of the numbered requirements that a scenario shows, e.g. {@code "A-17"}; docs/traceability.md
 * is written from them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {
    /** Requirement ids, a letter A to K and two digits each. */
    String[] value();
}
