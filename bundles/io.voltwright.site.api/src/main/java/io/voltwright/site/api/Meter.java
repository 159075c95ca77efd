package io.voltwright.site.api;

import io.voltwright.base.api.DeviceId;

/**
 * An energy meter.
 *
 * @param id unique among the site's devices
 * @param profile the device profile that says how to speak to it
 * @param bus the wire it is on
 * @param unit its address there, 0 to 255
 */
public record Meter(DeviceId id, String profile, DeviceId bus, int unit) {}
