package io.voltwright.journal.derby;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A store whose disk can be full, or that fails in the very commit. */
final class FaultyStore implements DataSource {

    private final DataSource store;
    private volatile Fault fault = Fault.NONE;

    /** What fails. */
    enum Fault {
        NONE,
        /** Writing fails, and the connection with it, as Derby's do when the log cannot grow. */
        DISK_FULL,
        /** The next commit is made, but its answer gets lost. */
        COMMIT_UNHEARD,
        /** The next commit is not made. */
        COMMIT_LOST
    }

    FaultyStore(DataSource store) {
        this.store = store;
    }

    void fail(Fault with) {
        fault = with;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = store.getConnection();
        return (Connection) Proxy.newProxyInstance(
                FaultyStore.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if ("commit".equals(method.getName())) {
                        commit(connection);
                        return null;
                    }
                    Object result = call(connection, method, arguments);
                    return result instanceof PreparedStatement statement ? guarded(statement) : result;
                });
    }

    private void commit(Connection connection) throws SQLException {
        Fault now = fault;
        if (now == Fault.COMMIT_UNHEARD) {
            fault = Fault.NONE;
            connection.commit();
            throw diskFailed();
        }
        if (now == Fault.COMMIT_LOST) {
            fault = Fault.NONE;
            connection.rollback();
            throw diskFailed();
        }
        connection.commit();
    }

    private PreparedStatement guarded(PreparedStatement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(
                FaultyStore.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (fault == Fault.DISK_FULL && "executeUpdate".equals(method.getName())) {
                        throw diskFailed();
                    }
                    return call(statement, method, arguments);
                });
    }

    private static SQLException diskFailed() {
        return new SQLException("log record cannot be written: No space left on device", "XSLA1", 45_000);
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return store.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        store.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        store.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return store.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return store.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return store.isWrapperFor(type);
    }
}
