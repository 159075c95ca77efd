package io.voltwright.protocol.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sockets that speak the station's protocols and suites only, whatever the platform would allow (R-Z03). */
final class TlsSockets extends SSLSocketFactory {

    private final SSLSocketFactory plain;
    private final SSLParameters parameters;

    TlsSockets(SSLContext context, SSLParameters parameters) {
        this.plain = context.getSocketFactory();
        this.parameters = parameters;
    }

    private Socket strict(Socket socket) {
        ((SSLSocket) socket).setSSLParameters(parameters);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return parameters.getCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return parameters.getCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return strict(plain.createSocket());
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
        return strict(plain.createSocket(below, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return strict(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return strict(plain.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return strict(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return strict(plain.createSocket(host, port, from, fromPort));
    }
}
