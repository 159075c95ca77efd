package io.voltwright.base.api;

/**
 * One value and how far it can be trusted.
 *
 * @param point what was measured
 * @param value in the point's canonical unit; not NaN
 * @param requested when the request left; the value is at least that old
 * @param quality whether it may be used
 */
public record Reading(Point point, double value, Moment requested, Quality quality) {}
