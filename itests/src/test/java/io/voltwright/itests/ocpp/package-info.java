/** The OCA's conformance cases of OCPP 1.6 against a whole station, a simulated yard and a scriptable central system. */
@org.jspecify.annotations.NullMarked
package io.voltwright.itests.ocpp;
