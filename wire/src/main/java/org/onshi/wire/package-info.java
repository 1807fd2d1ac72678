/** Skeleton. */
package org.onshi.wire;
