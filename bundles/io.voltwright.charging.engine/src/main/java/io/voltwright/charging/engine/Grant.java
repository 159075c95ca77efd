package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Biller;
import java.util.Optional;

/**
 * The permission to charge that a session holds.
 *
 * @param token whose it is
 * @param group whose tokens may stop it too
 * @param biller the one who bills
 * @param tariff what applies to it
 * @param mostEnergy the most it may take
 * @param by {@code card}, {@code remote:NAME}, {@code operator:NAME}
 */
record Grant(
        TokenRef token,
        Optional<TokenRef> group,
        Biller biller,
        String tariff,
        Optional<Energy> mostEnergy,
        String by) {

    static Grant of(Authorization answer, String tariff, String by) {
        return new Grant(
                answer.token(),
                answer.group(),
                answer.biller(),
                answer.tariff().orElse(tariff),
                answer.mostEnergy(),
                by);
    }

    /** Whether the holder of this answer may stop the session: the same token, or one of its group. */
    boolean mayBeStoppedBy(Authorization answer) {
        return answer.token().equals(token)
                || (group.isPresent() && answer.accepted() && answer.group().equals(group));
    }
}
