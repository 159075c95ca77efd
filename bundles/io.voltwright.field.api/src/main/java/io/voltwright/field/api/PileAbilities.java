package io.voltwright.field.api;

import io.voltwright.base.api.Current;

/**
 * What a pile can do, by its profile and identity.
 *
 * @param model as the device names itself; may be empty
 * @param serial as the device names itself; may be empty
 * @param firmware as the device names itself; may be empty
 * @param phases 1 or 3
 * @param least smallest offer above 0
 * @param step granularity of the offer
 * @param most hardware limit
 * @param failSafe whether it falls to a safe current by itself when left alone
 * @param tripEnergises whether falling to the fail-safe can switch an idle pile on (architecture section 5b)
 * @param meter whether it has an energy register
 * @param lock whether it has a lock that can be opened by command
 * @param phaseSwitch whether it can change between one and three phases
 * @param reader whether it reads cards
 * @param dc whether it gives direct current; its currents are those of its supply
 */
public record PileAbilities(
        String model,
        String serial,
        String firmware,
        int phases,
        Current least,
        Current step,
        Current most,
        boolean failSafe,
        boolean tripEnergises,
        boolean meter,
        boolean lock,
        boolean phaseSwitch,
        boolean reader,
        boolean dc) {

    /** Of one that gives alternating current. */
    public PileAbilities(
            String model,
            String serial,
            String firmware,
            int phases,
            Current least,
            Current step,
            Current most,
            boolean failSafe,
            boolean tripEnergises,
            boolean meter,
            boolean lock,
            boolean phaseSwitch,
            boolean reader) {
        this(
                model,
                serial,
                firmware,
                phases,
                least,
                step,
                most,
                failSafe,
                tripEnergises,
                meter,
                lock,
                phaseSwitch,
                reader,
                false);
    }

    /** The same with another smallest offer, and with or without a fail-safe to rely on. */
    public PileAbilities planned(Current smallest, boolean reliable) {
        return new PileAbilities(
                model,
                serial,
                firmware,
                phases,
                smallest,
                step,
                most,
                reliable,
                tripEnergises,
                meter,
                lock,
                phaseSwitch,
                reader,
                dc);
    }
}
