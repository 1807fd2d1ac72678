/** Skeleton. */
package org.onshi.terminal;
