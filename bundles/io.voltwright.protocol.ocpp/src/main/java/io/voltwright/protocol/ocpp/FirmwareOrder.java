package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a back end wants to run on the station, and how far that is; a row of the store, so that it outlives a restart.
 *
 * @param request its number; absent in the older message, which carries no signature
 * @param location may hold a password
 * @param retries left
 * @param certificate of who signed, in PEM; empty where nothing is signed
 * @param signature in base64; empty where nothing is signed
 * @param status as it was told last, in the words of the signed message
 * @param version of the image, once it is known; else empty
 */
record FirmwareOrder(
        Optional<Integer> request,
        String location,
        int retries,
        Duration interval,
        Instant retrieve,
        Optional<Instant> install,
        String certificate,
        String signature,
        String status,
        String version) {

    boolean signed() {
        return request.isPresent();
    }

    FirmwareOrder status(String now) {
        return new FirmwareOrder(
                request, location, retries, interval, retrieve, install, certificate, signature, now, version);
    }

    FirmwareOrder retries(int left) {
        return new FirmwareOrder(
                request, location, left, interval, retrieve, install, certificate, signature, status, version);
    }

    FirmwareOrder version(String found) {
        return new FirmwareOrder(
                request, location, retries, interval, retrieve, install, certificate, signature, status, found);
    }
}
