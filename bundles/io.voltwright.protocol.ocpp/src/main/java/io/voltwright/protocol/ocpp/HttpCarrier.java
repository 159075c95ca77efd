package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Files over HTTP and HTTPS, with the JDK's client.
 *
 * <p>Redirects are followed here and not in the client, so that each target passes the rules; none leads from HTTPS to HTTP, and
 * what is sent is not redirected. A name is turned into an address once, and the request goes to the address that was checked;
 * over HTTPS the certificate has to be that of the name.
 */
final class HttpCarrier implements Transfer.Carrier {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofMinutes(30);
    private static final int MOST_REDIRECTS = 3;
    private static final int PARTIAL = 206;
    private static final int NO_SUCH_PART = 416;

    private final Transfer.Tools tools;
    private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
    private volatile InputStream body = InputStream.nullInputStream();
    private volatile boolean cut;

    HttpCarrier(Transfer.Tools tools) {
        this.tools = tools;
    }

    @Override
    public void fetch(URI from, PartialFile to) throws TransferTrouble, IOException, InterruptedException {
        URI place = from;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            boolean home = place.getRawAuthority().equals(from.getRawAuthority());
            HttpRequest.Builder request =
                    request(place, home ? from.getUserInfo() : null).GET();
            Optional<String> mark = to.mark();
            long there = to.there();
            mark.ifPresent(
                    known -> request.header("Range", "bytes=" + there + "-").header("If-Range", known));
            HttpResponse<InputStream> response = exchange(place, request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                body = in;
                if (cut) {
                    throw new IOException("given up");
                }
                if (!redirected(response)) {
                    take(response, in, to);
                    return;
                }
            }
            place = next(place, response);
        }
        throw new TransferTrouble(TransferTrouble.Kind.FAILED, "more than " + MOST_REDIRECTS + " redirects");
    }

    private void take(HttpResponse<?> response, InputStream in, PartialFile to) throws TransferTrouble, IOException {
        long there = to.there();
        if (response.statusCode() == PARTIAL && there > 0) {
            String range = response.headers().firstValue("Content-Range").orElse("");
            if (!range.startsWith("bytes " + there + "-")) {
                to.forget();
                throw new TransferTrouble(TransferTrouble.Kind.FAILED, "the server sent another part than the rest");
            }
            tools.copy(in, to.rest(), there);
            return;
        }
        if (response.statusCode() == NO_SUCH_PART) {
            to.forget();
            throw new TransferTrouble(TransferTrouble.Kind.FAILED, "the server has no rest of this file");
        }
        judge(response.statusCode());
        tools.copy(in, to.begin(version(response)), 0);
    }

    // Only what changes with each byte tells that the rest belongs to what is there (RFC 9110, 13.1.5).
    private static Optional<String> version(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
    }

    private static boolean redirected(HttpResponse<?> response) {
        return response.statusCode() / 100 == 3
                && response.headers().firstValue("Location").isPresent();
    }

    private URI next(URI place, HttpResponse<?> response) throws TransferTrouble {
        String location = response.headers().firstValue("Location").orElseThrow();
        try {
            URI next = tools.rules().target(place.resolve(location).toString());
            if (!next.getScheme().toLowerCase(Locale.ROOT).startsWith("http")
                    || ("https".equalsIgnoreCase(place.getScheme()) && !"https".equalsIgnoreCase(next.getScheme()))) {
                throw new TransferTrouble(TransferTrouble.Kind.NOT_PERMITTED, "it redirects to a weaker protocol");
            }
            return next;
        } catch (TransferRules.Forbidden | IllegalArgumentException e) {
            throw new TransferTrouble(
                    TransferTrouble.Kind.NOT_PERMITTED, "it redirects elsewhere: " + e.getMessage(), e);
        }
    }

    // A URL with a query is one made for this very file, as storage services sign them.
    @Override
    public void send(URI to, Path file, String name) throws TransferTrouble, IOException, InterruptedException {
        URI place = to.getRawQuery() == null ? within(to, name) : to;
        HttpRequest.Builder put = request(place, to.getUserInfo()).PUT(HttpRequest.BodyPublishers.ofFile(file));
        int status = exchange(place, put.header("Content-Type", type(name)), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status == 404 || status == 405 || status == 501) {
            HttpRequest.Builder post = request(to, to.getUserInfo())
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .header("Content-Type", type(name))
                    .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
            status = exchange(to, post, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
        judge(status);
    }

    private static URI within(URI folder, String name) {
        String text = folder.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    private static String type(String name) {
        return name.endsWith(".zip") ? "application/zip" : "text/plain; charset=utf-8";
    }

    private static HttpRequest.Builder request(URI place, @Nullable String user) {
        HttpRequest.Builder request = HttpRequest.newBuilder().uri(bare(place)).timeout(SILENCE);
        if (user != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    // The client takes no user information in a URL.
    private static URI bare(URI place) {
        String user = place.getRawUserInfo();
        String text = place.toString().replaceFirst("#.*$", "");
        return URI.create(user == null ? text : text.replaceFirst("//[^/@]*@", "//"));
    }

    private <T> HttpResponse<T> exchange(URI place, HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws TransferTrouble, IOException, InterruptedException {
        pin(place, request);
        CompletableFuture<HttpResponse<T>> answer = client(place).sendAsync(request.build(), handler);
        underWay = answer;
        if (cut) {
            // It was given up before there was anything to end.
            answer.cancel(true);
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("given up", e);
        }
    }

    private HttpClient client(URI place) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        if ("https".equalsIgnoreCase(place.getScheme())) {
            WebSocketDialer.Armour armour = tools.tls().get();
            String host = place.getHost();
            // A name in TLS ends with no dot.
            client.sslContext(
                            TransferRules.isLiteral(host)
                                    ? armour.context()
                                    : new NamedTls(armour.context(), host.replaceFirst("\\.$", "")))
                    .sslParameters(armour.parameters());
        }
        return client.build();
    }

    // The request goes to the address that was checked; the name goes into the Host header, which the client allows
    // where the image says so (jdk.httpclient.allowRestrictedHeaders).
    private void pin(URI place, HttpRequest.Builder request) throws TransferTrouble, IOException {
        String host = place.getHost();
        InetAddress address;
        try {
            address = tools.rules().addresses(host).get(0);
        } catch (TransferRules.Forbidden e) {
            throw new TransferTrouble(TransferTrouble.Kind.NOT_PERMITTED, String.valueOf(e.getMessage()), e);
        }
        if (TransferRules.isLiteral(host)) {
            return;
        }
        String literal = address.getHostAddress().replaceFirst("%.*$", "");
        String port = place.getPort() < 0 ? "" : ":" + place.getPort();
        try {
            request.header("Host", host + port);
        } catch (IllegalArgumentException e) {
            throw new TransferTrouble(
                    TransferTrouble.Kind.NOT_SUPPORTED,
                    "Java was started without -Djdk.httpclient.allowRestrictedHeaders=host, so no name can be pinned",
                    e);
        }
        String authority = (literal.contains(":") ? "[" + literal + "]" : literal) + port;
        request.uri(URI.create(bare(place).toString().replaceFirst("//[^/?]*", "//" + authority)));
    }

    private static void judge(int status) throws TransferTrouble {
        if (status / 100 == 2) {
            return;
        }
        TransferTrouble.Kind kind =
                switch (status) {
                    case 400, 411, 413, 414, 415, 422 -> TransferTrouble.Kind.BAD_MESSAGE;
                    case 401, 403, 407 -> TransferTrouble.Kind.NOT_PERMITTED;
                    case 405, 501 -> TransferTrouble.Kind.NOT_SUPPORTED;
                    default -> TransferTrouble.Kind.FAILED;
                };
        throw new TransferTrouble(kind, "the server answered with status " + status);
    }

    @Override
    public void cut() {
        cut = true;
        underWay.cancel(true);
        try {
            body.close();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }
}
