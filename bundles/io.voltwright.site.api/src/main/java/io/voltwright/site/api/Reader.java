package io.voltwright.site.api;

import io.voltwright.base.api.DeviceId;

/**
 * A card reader on a line of its own.
 *
 * @param id unique among the site's devices
 * @param profile the profile that says how to speak to it
 * @param line where it is
 */
public record Reader(DeviceId id, String profile, Bus.Line line) {}
