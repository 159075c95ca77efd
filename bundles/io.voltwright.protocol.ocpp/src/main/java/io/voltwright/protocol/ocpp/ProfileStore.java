package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The charging profiles on disk (errata v4 3.37); everything here blocks on the store. */
final class ProfileStore {

    private final DataSource store;

    ProfileStore(DataSource store) {
        this.store = store;
    }

    /** All of a back end. */
    List<Profile> load(String backend) {
        try (Connection connection = store.getConnection()) {
            Map<Integer, List<Schedule.Period>> periods = periods(connection, backend);
            List<Profile> profiles = new ArrayList<>();
            try (PreparedStatement sql = connection.prepareStatement(
                    "SELECT profile_id, evse, purpose, stack_level, session_id, installed_ms, valid_from_ms,"
                            + " valid_to_ms, kind, start_ms, duration_s, rate_unit, least_rate FROM OCPP.PROFILE"
                            + " WHERE back_end = ? ORDER BY profile_id")) {
                sql.setString(1, backend);
                try (ResultSet row = sql.executeQuery()) {
                    while (row.next()) {
                        profiles.add(profile(row, periods.getOrDefault(row.getInt(1), List.of())));
                    }
                }
            }
            return profiles;
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    private static Map<Integer, List<Schedule.Period>> periods(Connection connection, String backend)
            throws SQLException {
        Map<Integer, List<Schedule.Period>> periods = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement(
                "SELECT profile_id, start_s, rate, phases FROM OCPP.PROFILE_PERIOD WHERE back_end = ?"
                        + " ORDER BY profile_id, start_s")) {
            sql.setString(1, backend);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    periods.computeIfAbsent(row.getInt(1), id -> new ArrayList<>())
                            .add(new Schedule.Period(
                                    Duration.ofSeconds(row.getLong(2)),
                                    row.getBigDecimal(3).stripTrailingZeros(),
                                    number(row, 4).map(Long::intValue)));
                }
            }
        }
        return periods;
    }

    private static Profile profile(ResultSet row, List<Schedule.Period> periods) throws SQLException {
        return new Profile(
                row.getInt(1),
                some(row.getString(2)).map(EvseId::new),
                Purpose.valueOf(row.getString(3)),
                row.getInt(4),
                some(row.getString(5)).map(SessionId::new),
                number(row, 7).map(Instant::ofEpochMilli),
                number(row, 8).map(Instant::ofEpochMilli),
                Instant.ofEpochMilli(row.getLong(6)),
                new Schedule(
                        Schedule.Kind.valueOf(row.getString(9)),
                        number(row, 10).map(Instant::ofEpochMilli),
                        number(row, 11).map(Duration::ofSeconds),
                        Rate.Unit.valueOf(row.getString(12)),
                        periods,
                        Optional.ofNullable(row.getBigDecimal(13)).map(BigDecimal::stripTrailingZeros)));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    private static Optional<Long> number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /** All at once or not at all. */
    void change(String backend, Collection<Profile> gone, Optional<Profile> come) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Profile profile : gone) {
                    remove(
                            connection,
                            "DELETE FROM OCPP.PROFILE WHERE back_end = ? AND profile_id = ?",
                            backend,
                            profile);
                    remove(
                            connection,
                            "DELETE FROM OCPP.PROFILE_PERIOD WHERE back_end = ? AND profile_id = ?",
                            backend,
                            profile);
                }
                if (come.isPresent()) {
                    insert(connection, backend, come.get());
                    insertPeriods(connection, backend, come.get());
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    private static void remove(Connection connection, String text, String backend, Profile profile)
            throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            sql.setString(1, backend);
            sql.setInt(2, profile.id());
            sql.executeUpdate();
        }
    }

    private static void insert(Connection connection, String backend, Profile profile) throws SQLException {
        Schedule schedule = profile.schedule();
        try (PreparedStatement sql = connection.prepareStatement(
                "INSERT INTO OCPP.PROFILE VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            sql.setString(1, backend);
            sql.setInt(2, profile.id());
            sql.setString(3, profile.evse().map(EvseId::value).orElse(""));
            sql.setString(4, profile.purpose().name());
            sql.setInt(5, profile.stackLevel());
            sql.setString(6, profile.session().map(SessionId::value).orElse(""));
            sql.setLong(7, profile.installed().toEpochMilli());
            set(sql, 8, profile.validFrom().map(Instant::toEpochMilli));
            set(sql, 9, profile.validTo().map(Instant::toEpochMilli));
            sql.setString(10, schedule.kind().name());
            set(sql, 11, schedule.start().map(Instant::toEpochMilli));
            set(sql, 12, schedule.duration().map(Duration::toSeconds));
            sql.setString(13, schedule.unit().name());
            if (schedule.least().isPresent()) {
                sql.setBigDecimal(14, schedule.least().get());
            } else {
                sql.setNull(14, Types.DECIMAL);
            }
            sql.executeUpdate();
        }
    }

    private static void insertPeriods(Connection connection, String backend, Profile profile) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("INSERT INTO OCPP.PROFILE_PERIOD VALUES (?, ?, ?, ?, ?)")) {
            for (Schedule.Period period : profile.schedule().periods()) {
                sql.setString(1, backend);
                sql.setInt(2, profile.id());
                sql.setLong(3, period.start().toSeconds());
                sql.setBigDecimal(4, period.limit());
                if (period.phases().isPresent()) {
                    sql.setInt(5, period.phases().get());
                } else {
                    sql.setNull(5, Types.INTEGER);
                }
                sql.addBatch();
            }
            sql.executeBatch();
        }
    }

    private static void set(PreparedStatement sql, int column, Optional<Long> number) throws SQLException {
        if (number.isPresent()) {
            sql.setLong(column, number.get());
        } else {
            sql.setNull(column, Types.BIGINT);
        }
    }
}
