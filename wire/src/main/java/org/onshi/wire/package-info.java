/**
 * Messages between processes and with the outside: the XML files of receipt computers and the same
 * tree as JSON, registration files, fault codes, and the clock the processes share.
 *
 * <p>Bytes become a tree of {@link org.onshi.wire.Element} ({@link org.onshi.wire.XmlMessage},
 * {@link org.onshi.wire.JsonMessage}), the tree becomes a typed message ({@link
 * org.onshi.wire.EligibilityRequest}, {@link org.onshi.wire.EligibilityResult}, the bulk messages).
 * What is wrong with bytes is a {@link org.onshi.wire.Fault}; what is wrong with a field of a
 * readable message is a {@link org.onshi.wire.FieldFault}, returned.
 */
package org.onshi.wire;
