package io.voltwright.protocol.ocpp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether {@link Maintenance} is open. */
@ObjectClassDefinition(name = "OCPP maintenance")
public @interface MaintenanceConfig {

    @AttributeDefinition(description = "Opens /maintenance on loopback, for admins; for test benches and integrators")
    boolean enabled() default false;

    @AttributeDefinition(
            description =
                    "'test': an installer of firmware that does what the image's first line says, and changes nothing")
    String installer() default "";
}
