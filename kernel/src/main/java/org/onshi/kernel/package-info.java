/** Skeleton. */
package org.onshi.kernel;
