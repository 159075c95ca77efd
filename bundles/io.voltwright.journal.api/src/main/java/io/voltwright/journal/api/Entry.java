package io.voltwright.journal.api;

/**
 * A fact in its place.
 *
 * @param position from 1, without gaps, in the order of appending
 * @param fact what happened
 */
public record Entry(long position, Fact fact) {}
