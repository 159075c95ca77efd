package io.voltwright.security.watch;

import java.time.Instant;

/**
 * A peer that no listener serves for a while.
 *
 * @param address as {@link Peers} names it
 * @param reason for people
 * @param since when it was banned
 * @param until when it may come back
 * @param times how often it was banned without a quiet day between
 */
record Ban(String address, String reason, Instant since, Instant until, int times) {}
