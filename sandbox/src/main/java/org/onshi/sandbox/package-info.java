/**
 * What stands outside the system, simulated faithfully enough to develop and train against: the
 * certificate authority of the machine doors ({@link org.onshi.sandbox.Keys}), a synthetic town
 * with its insurers and facilities, and the resident register. Nothing here is part of a real
 * deployment of the central system.
 */
package org.onshi.sandbox;
