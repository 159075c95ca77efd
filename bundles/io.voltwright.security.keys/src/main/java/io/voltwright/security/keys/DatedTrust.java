package io.voltwright.security.keys;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Refuses expired certificates also where they are trusted directly; JSSE looks at the dates of issued ones only. */
final class DatedTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager trust;

    private final Consumer<List<X509Certificate>> presented;

    /**
     * @param presented hears the chain of each server before it is checked
     */
    DatedTrust(X509ExtendedTrustManager trust, Consumer<List<X509Certificate>> presented) {
        this.trust = trust;
        this.presented = presented;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, type, socket);
        checkDates(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        presented.accept(List.of(chain));
        trust.checkServerTrusted(chain, type, socket);
        checkDates(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkClientTrusted(chain, type, engine);
        checkDates(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        presented.accept(List.of(chain));
        trust.checkServerTrusted(chain, type, engine);
        checkDates(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkClientTrusted(chain, type);
        checkDates(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        presented.accept(List.of(chain));
        trust.checkServerTrusted(chain, type);
        checkDates(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    private static void checkDates(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            certificate.checkValidity();
        }
    }
}
