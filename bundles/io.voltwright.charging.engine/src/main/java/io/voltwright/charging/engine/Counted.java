package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;

/**
 * The register that counts for money, as it was read.
 *
 * @param energy total import
 * @param requested when the request for it left
 */
record Counted(Energy energy, Moment requested) {}
