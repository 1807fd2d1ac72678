package org.onshi.server.callers;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The management port ({@code onshi.management.*}): plain HTTP, always on loopback, so it has no
 * address setting.
 *
 * @param port TCP port, 0 for any free one
 */
@ConfigurationProperties("onshi.management")
record ManagementSettings(@DefaultValue("0") int port) {}
