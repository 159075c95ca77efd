package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.util.Optional;

/**
 * A log on its way to a file server; a row of the store, so that it outlives a restart.
 *
 * @param request its number; absent in the older message
 * @param location may hold a password
 * @param file name of the file, here and there
 * @param retries left
 */
record LogOrder(Optional<Integer> request, String location, String file, int retries, Duration interval) {

    LogOrder retries(int left) {
        return new LogOrder(request, location, file, left, interval);
    }
}
