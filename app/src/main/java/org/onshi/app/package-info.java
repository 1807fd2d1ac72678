/**
 * The {@code onshi} command: starts any process, or all together as a demo, and speaks to a running
 * one through its doors with the keys of its folder. It holds no rule of the field and no SQL.
 */
package org.onshi.app;
