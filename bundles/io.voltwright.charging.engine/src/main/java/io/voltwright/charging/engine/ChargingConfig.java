package io.voltwright.charging.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How charging behaves. */
@ObjectClassDefinition(name = "Charging")
public @interface ChargingConfig {

    @AttributeDefinition(description = "Longest wait for the answer whether a token may charge, in seconds", min = "1")
    int authorization_timeout_seconds() default 10;

    @AttributeDefinition(
            description = "After this many seconds without a car an authorisation expires (R25)",
            min = "5")
    int session_plugWait_seconds() default 60;

    @AttributeDefinition(description = "Whether sessions go on after the controller was without power: resume or stop")
    String session_afterPowerLoss() default "resume";

    @AttributeDefinition(description = "Least seconds between two contactor closings of a pile (R27)", min = "0")
    int starts_spacing_seconds() default 60;

    @AttributeDefinition(description = "Most contactor closings of a pile in an hour (R27)", min = "1")
    int starts_perHour() default 10;

    @AttributeDefinition(description = "Most contactor closings of a pile in a day (R27)", min = "1")
    int starts_perDay() default 40;

    @AttributeDefinition(
            description = "A car that seems unplugged for less than this many seconds was not (B-A-B)",
            min = "1")
    int session_blip_seconds() default 2;

    @AttributeDefinition(
            description = "EVSEs at which a car may need ventilation (state D), separated by commas; * for all (R31)")
    String ventilated() default "";

    @AttributeDefinition(
            description = "Zones of emergency stops, as 'left,right; hall-1,hall-2'; the rest is one more zone (R33)")
    String emergency_zones() default "";

    @AttributeDefinition(
            description =
                    "Meters and other devices whose point input.emergency is an emergency stop, each with the zone it stops or"
                            + " an EVSE in it, as 'io-1=hall-2, io-2=left'; one without a known zone stops all of the site"
                            + " (R33)")
    String emergency_inputs() default "";

    @AttributeDefinition(description = "Most changes between one and three phases in a session (R28)", min = "0")
    int phases_perSession() default 10;

    @AttributeDefinition(
            description = "Most facts that wait while the journal is away; when they are more, sessions stop",
            min = "100")
    int backlog_facts() default 5000;
}
