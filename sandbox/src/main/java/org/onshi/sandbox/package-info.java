/**
 * What stands outside the system, simulated faithfully enough to develop and train against: the
 * certificate authority of the machine doors ({@link org.onshi.sandbox.Keys}), a synthetic town
 * with its insurers and facilities, the resident register, cards with their authorities, and card
 * readers ({@link org.onshi.sandbox.Sandbox}). Nothing here is part of a real deployment of the
 * central system.
 */
package org.onshi.sandbox;
