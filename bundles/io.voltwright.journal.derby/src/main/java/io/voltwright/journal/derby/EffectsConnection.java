package io.voltwright.journal.derby;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Keeps a writer from ending a transaction that it shares with others. */
final class EffectsConnection {

    private static final Set<String> REFUSED =
            Set.of("commit", "rollback", "close", "abort", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

    private EffectsConnection() {}

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                EffectsConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (REFUSED.contains(method.getName())) {
                        throw new SQLException("effects do not " + method.getName() + ": the journal does");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        Throwable cause = e.getCause();
                        throw cause == null ? e : cause;
                    }
                });
    }
}
