package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.StopReason;
import java.util.Optional;

/**
 * Why and since when a session is being stopped.
 *
 * @param reason for the fact
 * @param by who
 * @param token who, where a token did
 * @param since when it began
 */
record Ending(StopReason reason, String by, Optional<TokenRef> token, Moment since) {}
