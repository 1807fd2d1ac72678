/** Skeleton. */
package org.onshi.server;
