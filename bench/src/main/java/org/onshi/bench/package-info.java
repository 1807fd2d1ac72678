/**
 * Measurements of load and scale. Each runs against a real demo of its own and prints flat figures;
 * docs/performance.md says what limits them.
 */
package org.onshi.bench;
