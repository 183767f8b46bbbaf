package dev.penstock.openai.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.fake.Reply;
import dev.penstock.openai.upstream.TransportException.Reason;
import dev.penstock.spi.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The way through a proxy, which is played here, and what it is told.
@Timeout(60)
final class ProxyTest extends OutboundTestBed {
    private static final String USER = "me:sk-test-p%40ss%3Aword";
    private static final String BASIC = "Basic bWU6c2stdGVzdC1wQHNzOndvcmQ="; // me:sk-test-p@ss:word

    @Test
    void isTakenForPlainAddresses() throws IOException {
        upstream.answer(Reply.json(200, "{}"));

        assertThat(ask("http://far.invalid/models", upstream.port(), "")).isEqualTo("{}");
        assertThat(upstream.lastRequest().path()).isEqualTo("http://far.invalid/models");
        assertThat(upstream.lastRequest().header("proxy-authorization")).isEmpty();
    }

    @Test
    void isToldUserAndPasswordWithARequestToAPlainAddress() throws IOException {
        upstream.answer(Reply.json(200, "{}"));

        assertThat(ask("http://far.invalid/models", upstream.port(), USER + "@")).isEqualTo("{}");
        assertThat(upstream.lastRequest().header("proxy-authorization")).contains(BASIC);
    }

    @Test
    void isToldUserAndPasswordForATunnelAndNobodyBehindItIs() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Future<String> asked = threads.submit(() -> head(proxy, "HTTP/1.1 200 OK\r\n\r\n"));
            IOException broken = refused(proxy.getLocalPort());

            assertThat(asked.get()).startsWith("CONNECT far.invalid:443 HTTP/1.1")
                    .contains("\r\nProxy-Authorization: " + BASIC + "\r\n");
            assertThat(trace(broken)).doesNotContain("sk-test", BASIC);
        }
    }

    @Test
    void saysThatTheProxyRefusesTheWay() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Future<String> asked = threads.submit(() -> head(proxy,
                    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"));
            IOException refused = refused(proxy.getLocalPort());

            var _ = asked.get();
            assertThat(refused).hasMessage("the proxy refused the way to far.invalid: HTTP 407");
            assertThat(trace(refused)).doesNotContain("sk-test", BASIC);
        }
    }

    @Test
    void isNotTakenForTheUpstreamWhenItAsksForAPassword() {
        upstream.answer(Reply.json(407, "{\"error\":{\"message\":\"Who are you?\"}}"));

        assertThatThrownBy(() -> ask("http://far.invalid/models", upstream.port(), ""))
                .isInstanceOf(TransportException.class)
                .hasMessage("the proxy refused the way to far.invalid: HTTP 407")
                .extracting("reason")
                .isEqualTo(Reason.UNREACHABLE);
    }

    /// What the client of a proxy asks it, which answers and then hangs up.
    private static String head(ServerSocket proxy, String answer) throws IOException {
        try (Socket client = proxy.accept()) {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            return head.toString();
        }
    }

    private IOException refused(int port) {
        return catchThrowableOfType(IOException.class,
                () -> ask("https://far.invalid/models", port, USER + "@"));
    }

    private static String trace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private String ask(String uri, int port, String user) throws IOException {
        Proxy proxy = Proxy.at(URI.create("http://" + user + "127.0.0.1:" + port));
        try (UpstreamHttp proxied = new ApacheUpstreamHttp(TransportSettings.of(LIMIT),
                _ -> Optional.of(proxy))) {
            return text(proxied.send(new UpstreamRequest("GET", URI.create(uri), Map.of(), Optional.empty(),
                    LIMIT, LIMIT), cancellation));
        }
    }
}
