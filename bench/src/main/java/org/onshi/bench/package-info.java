/** Skeleton. */
package org.onshi.bench;
