/**
 * The store: PostgreSQL as a child process, durable, without an installation.
 *
 * <p>Used by the demo's supervisor, by measurements and by tests. A real deployment names a JDBC
 * URL instead and needs nothing of this package. Nothing here knows a table or a word of the field.
 */
package org.onshi.postgres;
