/** Skeleton. */
package org.onshi.postgres;
