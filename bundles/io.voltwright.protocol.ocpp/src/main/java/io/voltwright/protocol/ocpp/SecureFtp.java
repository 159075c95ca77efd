package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * FTPS whose data goes through the same sockets, and asks for a certificate of the same name, as the login; left to itself the
 * library takes sockets of its own for data, and any certificate that somebody trusted vouches for.
 */
final class SecureFtp extends FTPSClient {

    private final SSLContext tls;
    private final SSLParameters parameters;
    private final CheckedSockets sockets;
    private final String host;

    /**
     * @param implicit whether TLS begins with the first byte
     * @param host as in the URL
     */
    SecureFtp(boolean implicit, WebSocketDialer.Armour armour, CheckedSockets sockets, String host) {
        super(implicit, armour.context());
        this.tls = armour.context();
        this.parameters = armour.parameters();
        this.sockets = sockets;
        this.host = host;
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        Optional.ofNullable(parameters.getProtocols()).ifPresent(this::setEnabledProtocols);
        Optional.ofNullable(parameters.getCipherSuites()).ifPresent(this::setEnabledCipherSuites);
        setEndpointCheckingEnabled(true);
        setControlEncoding(StandardCharsets.UTF_8.name());
    }

    /** From now on data is hidden as well. */
    void hideData() throws IOException {
        execPBSZ(0);
        execPROT("P");
        setSocketFactory(sockets);
    }

    @Override
    protected @Nullable Socket _openDataConnection_(String command, String argument) throws IOException {
        Socket plain = super._openDataConnection_(command, argument);
        if (plain == null) {
            return null;
        }
        SSLSocket data = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        data.setUseClientMode(true);
        data.setSSLParameters(parameters);
        data.startHandshake();
        return data;
    }
}
