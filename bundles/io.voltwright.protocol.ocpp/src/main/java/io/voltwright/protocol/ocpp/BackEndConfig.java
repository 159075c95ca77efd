package io.voltwright.protocol.ocpp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How a back end is configured; {@code docs/ocpp.md} says more. */
@ObjectClassDefinition(name = "OCPP back end")
public @interface BackEndConfig {

    @AttributeDefinition(description = "Name of the back end; empty: the NAME of the file " + BackEnd.PID + "-NAME.cfg")
    String name() default "";

    @AttributeDefinition(description = "Endpoint without the identity, as wss://csms.example/ocpp")
    String url();

    @AttributeDefinition(
            description =
                    "Further endpoints of the same back end, by other networks, in the order in which they are tried")
    String furtherUrls() default "";

    @AttributeDefinition(description = "How often each endpoint is tried before the next one", min = "1")
    int networkAttempts() default 3;

    @AttributeDefinition(
            description =
                    "Name of this station at the back end, 1 to 48 characters; with as = pile SITE-{evse}, or EVSE=NAME, ...")
    String identity();

    @AttributeDefinition(
            description = "site: one station with a connector per EVSE; pile: each EVSE is a station of its own")
    String as() default "site";

    @AttributeDefinition(
            description = "0 none, 1 password, 2 password over TLS, 3 TLS with a certificate of the station",
            min = "0",
            max = "3")
    int securityProfile() default 2;

    @AttributeDefinition(
            description = "Whom TLS trusts: an authority in the key store, or a PEM file in etc; empty: the platform's")
    String authorities() default "";

    @AttributeDefinition(description = "Name of the password in the key store; empty: ocpp.NAME")
    String password() default "";

    @AttributeDefinition(description = "AuthorizationKey for the first connection, as ${env:KEY}; the key store's wins")
    String authorizationKey() default "";

    @AttributeDefinition(description = "It may be asked whether a token may charge")
    boolean authorises() default true;

    @AttributeDefinition(description = "It bills the sessions that it starts")
    boolean bills() default true;

    @AttributeDefinition(description = "It hears of all sessions, whoever bills them")
    boolean listens() default true;

    @AttributeDefinition(description = "It may reset the station and change its availability")
    boolean controls() default true;

    @AttributeDefinition(description = "Vendor in the boot message, at most 20 characters")
    String vendor() default "Voltwright";

    @AttributeDefinition(description = "Model in the boot message, at most 20 characters")
    String model() default "Station controller";

    @AttributeDefinition(description = "Serial number in the boot message, at most 25 characters")
    String serialNumber() default "";

    @AttributeDefinition(description = "ICCID of the modem's SIM card")
    String iccid() default "";

    @AttributeDefinition(description = "IMSI of the modem's SIM card")
    String imsi() default "";

    @AttributeDefinition(description = "Endpoint once the profile was raised to 2 or 3; empty: url with wss")
    String secureUrl() default "";

    @AttributeDefinition(description = "A new root certificate must be signed by the one it replaces")
    boolean additionalRootCertificateCheck() default false;

    @AttributeDefinition(description = "Key of the station's certificate: EC (P-256) or RSA (2048)")
    String keyType() default "EC";

    @AttributeDefinition(description = "UpdateFirmware is taken too, whose images carry no signature of OCPP")
    boolean unsignedFirmware() default false;

    @AttributeDefinition(description = "Protocols for firmware and logs")
    String[] transferProtocols() default {"FTP", "FTPS", "HTTP", "HTTPS"};

    @AttributeDefinition(
            description = "File servers that are not public: names, addresses, networks as 10.1.0.0/16",
            cardinality = Integer.MAX_VALUE)
    String[] transferHosts() default {};

    @AttributeDefinition(description = "Wait after the first failed connection, in seconds", min = "1")
    int retryBackOffWaitMinimumSeconds() default 3;

    @AttributeDefinition(description = "Chance adds up to this to each wait, in seconds", min = "0")
    int retryBackOffRandomRangeSeconds() default 3;

    @AttributeDefinition(
            description = "Files with the messages of one session each that are kept in the logs folder; 0 for none",
            min = "0")
    int traceSessions() default 200;

    @AttributeDefinition(description = "Longest file of that kind, in kibibytes", min = "1")
    int traceKilobytes() default 256;

    @AttributeDefinition(description = "How often the wait doubles", min = "0", max = "16")
    int retryBackOffRepeatTimes() default 6;
}
