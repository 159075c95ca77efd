package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The one log that each back end has asked for and that is not sent yet, as rows. */
final class LogStore {

    private LogStore() {}

    static OrderStore<LogOrder> in(DataSource store) {
        return new OrderStore<>(
                store,
                "LOG_ORDER",
                List.of("request_id", "location", "file_name", "retries", "retry_interval_s"),
                row -> new LogOrder(
                        Optional.ofNullable(row.getObject(1, Integer.class)),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        Duration.ofSeconds(row.getLong(5))),
                order -> Arrays.asList(
                        order.request().orElse(null),
                        order.location(),
                        order.file(),
                        order.retries(),
                        order.interval().toSeconds()));
    }
}
