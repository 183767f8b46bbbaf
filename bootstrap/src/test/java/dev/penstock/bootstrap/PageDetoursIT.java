package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways around the rules for web pages: hosts, origins and paths that only look right. `|` is a line end.
@Timeout(120)
final class PageDetoursIT {
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String LENGTH = "Content-Type: application/json|Content-Length: " + ASK.length()
            + "||" + ASK;
    private static final String POST = "POST /v1/chat/completions HTTP/1.1|Host: localhost|";
    private static final String LAST = "GET / HTTP/1.1|Host: localhost|Connection: close||";

    private final FakeUpstream upstream = FakeUpstream.start()
            .answer(Reply.fixture("dashscope/nonstream.json"));
    private final RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"http://localhost/v1/models, localhost, 200",
            "HTTP://LocalHost:3000/v1/models, localhost, 200",
            "https://127.0.0.1/v1/models?a=b, 127.0.0.1, 200",
            "http://[::1]:3000/v1/models, '[::1]:3000', 200",
            "http://localhost, localhost, 200", "http://localhost?a=b, localhost, 200",
            "http://localhost/, localhost, 200", "http://localhost/v1/models/qwen3-max, localhost, 200",
            "http://localhost/nowhere, localhost, 404", "http://rebound.example/v1/models, localhost, 421",
            "http://localhost/v1/models, rebound.example, 421",
            "http://localhost.evil.example/v1/models, localhost, 421",
            "http://rebound.example/health, localhost, 200", "http://localhost@evil.example/, localhost, 400",
            "http://evil.example@localhost/, localhost, 400", "http:///v1/models, localhost, 400",
            "http:/v1/models, localhost, 400", "http://, localhost, 400", "ftp://localhost/, localhost, 400",
            "http://localhost:port/, localhost, 400", "http://localhost/../v1/models, localhost, 404",
            "http://rebound.example/health/../v1/models, localhost, 421"})
    void anAbsoluteTargetIsServedUnderTheRulesForItsHost(String target, String host, int status)
            throws Exception {
        String answer = exchange("GET " + target + " HTTP/1.1|Host: " + host + "|Connection: close||");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
    }

    @Test
    void anAbsoluteTargetIsTheSameRequest() throws Exception {
        String answer = exchange("POST http://localhost/v1/chat/completions HTTP/1.1|Host: localhost|"
                + LENGTH
                + "POST http://localhost:3000/v1/messages HTTP/1.1|Host: localhost|Origin: https://evil.example"
                + "|" + LENGTH + LAST);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(answer).contains("HTTP/1.1 403", "{\"type\":\"error\",\"error\":{",
                "\"name\":\"Penstock\"");
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"post /v1/chat/completions", "Post /v1/chat/completions", "GET /V1/MODELS",
            "get /v1/models"})
    void theCaseOfAMethodLeadsNowhereElse(String request) throws Exception {
        String answer = exchange(request + " HTTP/1.1|Host: rebound.example|" + LENGTH + LAST);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(421);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//localhost/v1/chat/completions", "/health/..//v1/chat/completions",
            "/health/../v1/chat/completions", "/health/%2e%2e/v1/chat/completions",
            "/health%2f..%2fv1/chat/completions",
            "/%2e/v1/chat/completions", "/v1/chat/completions;a=b", "/health;a=b/../v1/chat/completions",
            "/v1/chat;a=b/completions", "/v1/chat/completions#/health", "/health#/../v1/chat/completions",
            "/v1/chat/completions?/health", "/v1/chat/completions/", "/v1%2fchat/completions", "/health/x",
            "/v1/chat/completions?x=http://localhost/health", "/health%00/../v1/chat/completions"})
    void noPathLeadsAroundTheRulesForPages(String path) throws Exception {
        for (String method : List.of("POST ", "GET ", "HEAD ")) {
            String answer = exchange(method + path + " HTTP/1.1|Host: rebound.example|Connection: close|"
                    + (method.equals("POST ") ? LENGTH : "|"));

            assertThat(RawHttp.status(answer)).as(method + answer).isIn(400, 421);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Host: rebound.example|X-Forwarded-Host: localhost|Forwarded: host=localhost|X-Host: localhost",
            "Host: rebound.example|:authority: localhost", "Host: rebound.example?localhost",
            "Host: rebound.example#localhost", "Host: rebound.example/localhost",
            "Host: rebound.example\\localhost",
            "Host: localhost.|Host: rebound.example", "Host: localhost, rebound.example",
            "Host: localhost rebound.example",
            "Host: rebound.example|Connection: Host", "Host: localhost\u0000.rebound.example",
            "Host: localhost|host: rebound.example", "Host: rebound.example| localhost", "Host: [::1%25lo]",
            "Host: [::1].evil.example", "Host: [::ffff:8.8.8.8]", "Host: 127.0.0.1.nip.io",
            "Host: 0x7f.0.0.1",
            "Host: 017700000001", "Host: 127.0.0.1.", "Host: l\u00f6calhost", "Host: xn--lcalhost-n4a",
            "Host: localhost..", "Host: .localhost:80", "Host: localhost:99999999", "Host: user@localhost",
            "Host: [::]"})
    void noHeaderLeadsAroundTheRuleForHosts(String headers) throws Exception {
        String answer = exchange(
                "POST /v1/chat/completions HTTP/1.1|" + headers + "|Connection: close|" + LENGTH);

        assertThat(RawHttp.status(answer)).as(answer)
                .isIn(headers.equals("Host: 127.0.0.1.") ? 200 : 400, 421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/responses/ID", "DELETE /v1/responses/ID", "HEAD /v1/responses/ID",
            "GET /responses/ID",
            "POST /v1/responses/ID"})
    void pagesNeitherReadNorDeleteAnswersThatAreKept(String request) throws Exception {
        String id = gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"Hello\"}")
                .json()
                .path("id")
                .asText();
        assertThat(id).startsWith("resp_");
        for (String page : List.of("Origin: https://evil.example|", "Origin: null|",
                "Sec-Fetch-Site: cross-site|")) {
            String answer = exchange(request.replace("ID", id) + " HTTP/1.1|Host: localhost|" + page
                    + "Connection: close||");

            assertThat(RawHttp.status(answer)).as(page + answer).isEqualTo(403);
        }
        String rebound = exchange(
                request.replace("ID", id) + " HTTP/1.1|Host: rebound.example|Connection: close||");

        assertThat(RawHttp.status(rebound)).as(rebound).isEqualTo(421);
        assertThat(gateway.get("/v1/responses/" + id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "text/plain",
            "text/plain;charset=utf-8", "text/json"})
    void aFormIsNoRequestEvenFromABrowserThatNamesNoOrigin(String type) throws Exception {
        String answer = exchange(POST + "Connection: close|" + LENGTH.replace("application/json", type));

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(415);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost.evil.example", "http://127.0.0.1.nip.io", "http://0.0.0.0:3000",
            "http://[::]:3000", "http://[::ffff:8.8.8.8]", "http://[::1%25lo]",
            "http://localhost@evil.example",
            "http://evil.example@localhost", "http://2130706433", "http://0x7f000001", "http://127.1",
            "http://0177.0.0.1",
            "http://l\u00f6calhost", "http://xn--lcalhost-n4a", "http://localhost..", "null, null",
            "ws://localhost", "moz-extension://localhost", "file://localhost", "javascript://localhost",
            "http:localhost", "//localhost", "localhost", "http://localhost#", "http://localhost?",
            "http://localhost\\evil",
            "http://localhost%00", "https://evil.example http://localhost"})
    void anOriginThatOnlyLooksLikeThisMachineIsForeign(String origin) throws Exception {
        String answer = exchange(POST + "Connection: close|Origin: " + origin + "|" + LENGTH);

        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 403);
        assertThat(upstream.requests()).isEmpty();
    }

    private String exchange(String request) throws IOException {
        return RawHttp.exchange(gateway.port(), request.replace("|", "\r\n"));
    }
}
