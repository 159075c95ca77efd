package io.voltwright.protocol.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TlsSocketsTest {

    @Test
    @DisplayName("R-Z03: a socket to a broker offers the station's protocols and suites, and no others")
    void aSocketOffersWhatTheStationAllows() throws Exception {
        SSLParameters allowed = new SSLParameters(new String[] {"TLS_AES_256_GCM_SHA384"}, new String[] {"TLSv1.3"});
        allowed.setEndpointIdentificationAlgorithm("HTTPS");
        TlsSockets sockets = new TlsSockets(SSLContext.getDefault(), allowed);

        try (SSLSocket socket = (SSLSocket) sockets.createSocket()) {
            assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.3");
            assertThat(socket.getEnabledCipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
            assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
        }
    }
}
