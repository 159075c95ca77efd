package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The one order for firmware of each back end, as rows. */
final class FirmwareStore {

    private FirmwareStore() {}

    static OrderStore<FirmwareOrder> in(DataSource store) {
        return new OrderStore<>(
                store,
                "FIRMWARE_ORDER",
                List.of(
                        "request_id",
                        "location",
                        "retries",
                        "retry_interval_s",
                        "retrieve_ms",
                        "install_ms",
                        "certificate",
                        "signature",
                        "status",
                        "version"),
                row -> new FirmwareOrder(
                        Optional.ofNullable(row.getObject(1, Integer.class)),
                        row.getString(2),
                        row.getInt(3),
                        Duration.ofSeconds(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Optional.ofNullable(row.getObject(6, Long.class)).map(Instant::ofEpochMilli),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)),
                order -> Arrays.asList(
                        order.request().orElse(null),
                        order.location(),
                        order.retries(),
                        order.interval().toSeconds(),
                        order.retrieve().toEpochMilli(),
                        order.install().map(Instant::toEpochMilli).orElse(null),
                        order.certificate(),
                        order.signature(),
                        order.status(),
                        order.version()));
    }
}
