package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.profiles.Capabilities.SetPoint;
import io.voltwright.site.api.Evse;

/** What a pile can do, as far as it is known by now. */
final class AbilityReader {

    private AbilityReader() {}

    static PileAbilities read(Device device, Evse evse) {
        FailSafe failSafe = device.profile().failSafe();
        Capabilities can = device.profile().capabilities();
        Knowledge knowledge = device.knowledge();
        SetPoint setPoint = can.setPoint().orElseThrow();
        Current most = setPoint.mostPoint()
                .flatMap(knowledge::number)
                .map(Current::amperes)
                .or(setPoint::most)
                .filter(Current::isPositive)
                .orElse(evse.most());
        return new PileAbilities(
                device.profile().identity().model(),
                knowledge.text("serial"),
                knowledge.text("firmware"),
                can.phases()
                        .value(knowledge.scope())
                        .map(value -> (int) value.number())
                        .orElse(3),
                setPoint.least(),
                setPoint.step(),
                most,
                failSafe.exists(),
                failSafe.tripEnergises(),
                can.has("meter", knowledge.scope()),
                can.has("lock", knowledge.scope()),
                can.phaseSwitch()
                        .filter(p -> p.condition().holds(knowledge.scope()))
                        .isPresent(),
                can.has("rfid", knowledge.scope()),
                device.profile().point("dc.voltage").isPresent());
    }
}
