/**
 * The central system (design §1, §2). One context is one package below this one and one schema of
 * the same name; here is only what starts them: the process, its settings, the store and its
 * migrations.
 */
package org.onshi.server;
