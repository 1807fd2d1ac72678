/** Skeleton. */
package org.onshi.app;
