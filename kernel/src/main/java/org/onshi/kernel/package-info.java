/**
 * Value types of the field. A value of these types cannot exist wrong: constructors refuse with
 * {@link org.onshi.kernel.MalformedValue}. What comes from outside and may be wrong has a type of
 * its own ({@link org.onshi.kernel.ClaimedInsurerNumber}). No input or output, no framework, no
 * clock.
 */
package org.onshi.kernel;
