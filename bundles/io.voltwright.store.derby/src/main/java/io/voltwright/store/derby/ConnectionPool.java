package io.voltwright.store.derby;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lends connections and takes them back clean: rolled back, in auto-commit, still alive. */
final class ConnectionPool implements DataSource {

    private static final int WAIT_SECONDS = 5;

    private final DataSource source;
    private final int most;
    private final Semaphore permits;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param most connections lent at once; whoever comes then waits five seconds and is refused
     */
    ConnectionPool(DataSource source, int most) {
        this.source = source;
        this.most = most;
        this.permits = new Semaphore(most);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("all " + most + " connections to the store are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection to the store", e);
        }
        Connection connection = null;
        try {
            connection = idleOne();
            if (connection == null) {
                connection = source.getConnection();
            }
            return (Connection) Proxy.newProxyInstance(
                    ConnectionPool.class.getClassLoader(), new Class<?>[] {Connection.class}, new Lent(connection));
        } finally {
            if (connection == null) {
                permits.release();
            }
        }
    }

    private synchronized @Nullable Connection idleOne() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the store is closed");
        }
        Connection connection = idle.pollLast();
        // After a failure of the disk Derby shuts the database down; what was open before is dead then.
        while (connection != null && connection.isClosed()) {
            connection = idle.pollLast();
        }
        return connection;
    }

    private void takeBack(Connection connection) throws SQLException {
        try {
            if (!connection.isClosed()) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.clearWarnings();
                keep(connection);
            }
        } finally {
            permits.release();
        }
    }

    private synchronized void keep(Connection connection) throws SQLException {
        if (closed) {
            connection.close();
        } else {
            idle.addLast(connection);
        }
    }

    /** Connections lent at the moment. */
    int lent() {
        return most - permits.availablePermits();
    }

    /** Closes what is idle; what is lent is closed when it comes back. */
    synchronized void close() throws SQLException {
        closed = true;
        for (Connection connection : idle) {
            connection.close();
        }
        idle.clear();
    }

    /** A connection while somebody has it. */
    private final class Lent implements InvocationHandler {

        private final Connection connection;
        private boolean returned;

        Lent(Connection connection) {
            this.connection = connection;
        }

        @Override
        public synchronized @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    if (!returned) {
                        returned = true;
                        takeBack(connection);
                    }
                    return null;
                }
                case "isClosed" -> {
                    return returned || connection.isClosed();
                }
                case "equals" -> {
                    return arguments != null && proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {
                    return passOn(method, arguments);
                }
            }
        }

        private @Nullable Object passOn(Method method, Object @Nullable [] arguments) throws Throwable {
            if (returned && method.getDeclaringClass() != Object.class) {
                throw new SQLNonTransientConnectionException("the connection was closed", "08003");
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                throw cause == null ? e : cause;
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the store knows no users");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("the log is the station's");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the time-out is " + WAIT_SECONDS + " s");
    }

    @Override
    public int getLoginTimeout() {
        return WAIT_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logs go through slf4j");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
