/** Skeleton. */
package org.onshi.sandbox;
