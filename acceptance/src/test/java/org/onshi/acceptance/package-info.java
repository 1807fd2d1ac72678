/**
 * Scenarios of the whole system, against a real demo process over real files, sockets and
 * PostgreSQL; and the tests that read the source tree.
 */
package org.onshi.acceptance;
