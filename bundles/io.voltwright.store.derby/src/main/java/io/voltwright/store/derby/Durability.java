package io.voltwright.store.derby;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Properties;

/** Refuses a store that could forget what it has acknowledged. */
final class Durability {

    private static final String SETTING = "derby.system.durability";

    /** Derby's log control file: format, obsolete version, checkpoint, major, minor, build; then one byte of flags. */
    private static final int FLAGS_AT = 28;

    private static final int WRITTEN_WITHOUT_SYNC = 0x02;

    private Durability() {}

    /** Looks where Derby would look before it boots. */
    static void refuseSettings() throws StoreException {
        String value = System.getProperty(SETTING);
        if (value != null) {
            throw refused("-D" + SETTING + "=" + value + " is set");
        }
        Path file = Path.of(System.getProperty("derby.system.home", ""), "derby.properties");
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new StoreException("the store's settings in " + file + " cannot be read: " + e, e);
        }
        if (properties.containsKey(SETTING)) {
            throw refused(SETTING + " is set in " + file.toAbsolutePath());
        }
    }

    /** Derby marks a database for ever once it was open with commits that do not reach the disk. */
    static void refuseUnsafeLog(Path database) throws StoreException, IOException {
        byte[] control = Files.readAllBytes(database.resolve("log").resolve("log.ctrl"));
        if (control.length <= FLAGS_AT || (control[FLAGS_AT] & WRITTEN_WITHOUT_SYNC) != 0) {
            throw new StoreException("the store in " + database + " was written without syncing to the disk (" + SETTING
                    + "=test) and may have lost entries: restore it from a backup or move it away");
        }
    }

    /** Looks into the settings that are kept in the database itself. */
    static void refuseSettingInside(Connection connection) throws StoreException, SQLException {
        try (CallableStatement call =
                connection.prepareCall("{? = CALL SYSCS_UTIL.SYSCS_GET_DATABASE_PROPERTY('" + SETTING + "')}")) {
            call.registerOutParameter(1, Types.VARCHAR);
            call.execute();
            if (call.getString(1) != null) {
                throw refused(SETTING + " is set in the database");
            }
        }
    }

    private static StoreException refused(String where) {
        return new StoreException(where + ": commits would not reach the disk; remove the setting and start again");
    }
}
