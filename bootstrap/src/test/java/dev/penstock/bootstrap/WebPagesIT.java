package dev.penstock.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a web page in a developer's browser can do with a gateway on the same machine.
final class WebPagesIT {
    private static final String KEY = "sk-test-gateway-0123456789";
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final FakeUpstream upstream = FakeUpstream.start()
            .answer(Reply.fixture("dashscope/nonstream.json"));
    private RunningGateway gateway = RunningGateway.of("dashscope", upstream);

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/chat/completions", "/chat/completions", "/v1/responses", "/v1/messages",
            "/v1/completions", "/v1/embeddings", "/v1/messages/count_tokens", "/v1/route/explain"})
    void aPageOfTheWebCannotSpendMoneyWithABlobWithoutType(String path) throws Exception {
        String answer = RawHttp.ask(gateway.port(), "POST " + path
                + " HTTP/1.1\nHost: 127.0.0.1:3000\nOrigin: https://evil.example\nSec-Fetch-Site: cross-site\n"
                + "Sec-Fetch-Mode: no-cors\n", ASK);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(403);
        assertThat(answer).contains("listener.cors-origins", "PENSTOCK_API_KEY", "https://evil.example");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "*", "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://evillocalhost", "http://127.0.0.1@evil.example", "file://", "chrome-extension://abcdefgh",
            "",
            "http://192.168.1.7:3000", "http://", "http://[::1", "http://2130706433", "HTTP://EVIL.EXAMPLE",
            "http://localhost, https://evil.example", "http://localhost:80:80", "http://localhost/evil"})
    void refusesOriginsThatAreNeitherLoopbackNorListed(String origin) throws Exception {
        assertThat(post("Host: localhost:3000\nOrigin: " + origin + "\n")).isEqualTo(403);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "http://localhost", "https://localhost:8443",
            "http://127.0.0.1:8080",
            "http://127.5.6.7", "http://[::1]:3000", "http://LOCALHOST:5173", "http://localhost.:5173",
            "http://app.localhost:3000"})
    void answersPagesOfTheSameMachine(String origin) throws Exception {
        String answer = RawHttp.ask(gateway.port(),
                "POST /v1/chat/completions HTTP/1.1\nHost: 127.0.0.1:3000\nSec-Fetch-Site: cross-site\nOrigin: "
                        + origin + "\n",
                ASK);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
        assertThat(answer).containsIgnoringCase("access-control-allow-origin: *");
    }

    @Test
    void answersProgramsWhichSendNoOrigin() throws Exception {
        assertThat(post("Host: localhost:3000\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 403", "Cross-Site, 403", "same-site, 200", "same-origin, 200", "none, 200"})
    void refusesRequestsThatABrowserCallsCrossSite(String site, int status) throws Exception {
        assertThat(get("/v1/models", "Host: localhost\nSec-Fetch-Site: " + site + "\n")).isEqualTo(status);
    }

    @Test
    void refusesOneForeignOriginAmongSeveral() throws Exception {
        assertThat(post("Host: localhost\nOrigin: http://localhost\nOrigin: https://evil.example\n"))
                .isNotEqualTo(200);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example, 403", "null, 403", "http://localhost:5173, 204"})
    void answersPreflightsOfAllowedPagesOnly(String origin, int status) throws Exception {
        String answer = RawHttp.ask(gateway.port(),
                "OPTIONS /v1/chat/completions HTTP/1.1\nHost: localhost\nOrigin: "
                        + origin + "\nAccess-Control-Request-Method: POST\n",
                "");

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer.contains("access-control-allow-methods")
                || answer.contains("Access-Control-Allow-Methods"))
                .isEqualTo(status == 204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "rebound.example:3000", "REBOUND.example.",
            "localhost.evil.example",
            "evil@localhost", "8.8.8.8:3000", "0.0.0.0:3000", "[2001:db8::1]:3000", "2130706433", "127.1",
            "penstock"})
    void refusesHostNamesThatAreNotItsOwn(String host) throws Exception {
        for (String request : new String[]{"GET /v1/models", "POST /v1/chat/completions",
                "OPTIONS /v1/models"}) {
            String answer = RawHttp.ask(gateway.port(), request + " HTTP/1.1\nHost: " + host
                    + "\nSec-Fetch-Site: same-origin\n", request.startsWith("POST") ? ASK : "");

            assertThat(RawHttp.status(answer)).as(answer).isIn(421, 400);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aReboundNameDoesNotPassAsThePagesOwnOrigin() throws Exception {
        gateway.close();
        gateway = configured(Map.of(), "listener: {cors-origins: [https://chat.example]}");
        String answer = RawHttp.ask(gateway.port(),
                "POST /v1/chat/completions HTTP/1.1\nHost: rebound.example:3000\n"
                        + "Origin: http://rebound.example:3000\n",
                ASK);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(421);
        assertThat(answer).contains("listener.hosts", "rebound.example");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:3000", "localhost.", "127.0.0.1", "127.0.0.1:65535",
            "127.9.9.9", "[::1]",
            "[::1]:3000", "[0:0:0:0:0:0:0:1]:3000", "[::ffff:127.0.0.1]:3000", "penstock.localhost:3000"})
    void answersUnderNamesAndAddressesOfLoopback(String host) throws Exception {
        assertThat(post("Host: " + host + "\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock", "PENSTOCK:3000", "penstock.", "gateway.lan:8080", "192.168.1.7:3000",
            "[2001:db8::1]:3000"})
    void answersUnderTheHostsThatAreListed(String host) throws Exception {
        gateway.close();
        gateway = configured(Map.of(),
                "listener: {hosts: [penstock, Gateway.LAN., 192.168.1.7, '[2001:db8:0::1]']}");

        assertThat(post("Host: " + host + "\n")).isEqualTo(200);
        assertThat(post("Host: other.example\n")).isEqualTo(421);
    }

    @Test
    void answersAPageOfItsOwnUnderAListedHost() throws Exception {
        gateway.close();
        gateway = configured(Map.of("PENSTOCK_HOSTS", "penstock, other"), "");

        assertThat(post("Host: penstock:3000\nOrigin: http://penstock:3000\nSec-Fetch-Site: same-origin\n"))
                .isEqualTo(200);
        assertThat(post("Host: penstock:3000\nOrigin: http://penstock:3001\n")).isEqualTo(403);
    }

    @Test
    void answersPagesOfListedOriginsThoughTheyAreCrossSite() throws Exception {
        gateway.close();
        gateway = configured(Map.of(), "listener: {cors-origins: [https://Chat.example/, 'null']}");
        String listed = RawHttp.ask(gateway.port(),
                "POST /v1/chat/completions HTTP/1.1\nHost: localhost\nOrigin: https://chat.example\n"
                        + "Sec-Fetch-Site: cross-site\n",
                ASK);

        assertThat(RawHttp.status(listed)).as(listed).isEqualTo(200);
        assertThat(listed).containsIgnoringCase("access-control-allow-origin: https://chat.example");
        assertThat(post("Host: localhost\nOrigin: null\n")).isEqualTo(200);
        assertThat(post("Host: localhost\nOrigin: http://localhost:5173\n")).isEqualTo(200);
        assertThat(post("Host: localhost\nOrigin: https://evil.example\n")).isEqualTo(403);
    }

    @Test
    void anyPageMayAskWhereTheStarIsWrittenOut() throws Exception {
        gateway.close();
        gateway = configured(Map.of(), "listener: {cors-origins: ['*']}");

        assertThat(post("Host: rebound.example\nOrigin: https://evil.example\nSec-Fetch-Site: cross-site\n"))
                .isEqualTo(200);
    }

    @Test
    void withAKeyTheKeyDecidesAlone() throws Exception {
        gateway.close();
        gateway = configured(Map.of("PENSTOCK_API_KEY", KEY), "");

        assertThat(post(
                "Host: penstock.example\nOrigin: https://chat.example\nSec-Fetch-Site: cross-site\nAuthorization: Bearer "
                        + KEY + "\n"))
                .isEqualTo(200);
        assertThat(post("Host: penstock.example\nOrigin: https://chat.example\n")).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/live", "/health/ready"})
    void everybodyMaySeeThatItRuns(String path) throws Exception {
        assertThat(
                get(path, "Host: probe.example\nOrigin: https://evil.example\nSec-Fetch-Site: cross-site\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/../v1/models", "/health/%2e%2e/v1/models", "//v1/models",
            "/health/check/../../v1/models",
            "http://localhost/v1/models"})
    void noDetourLeadsAroundTheRules(String target) throws Exception {
        assertThat(get(target, "Host: rebound.example\n")).isBetween(400, 499);
    }

    @Test
    void toldAnthropicClientsInTheirWords() throws Exception {
        String answer = RawHttp.ask(gateway.port(),
                "POST /v1/messages HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n", ASK);

        assertThat(answer).contains("{\"type\":\"error\",\"error\":{\"type\":\"permission_error\"");
    }

    private int post(String headers) throws IOException {
        return RawHttp.status(
                RawHttp.ask(gateway.port(), "POST /v1/chat/completions HTTP/1.1\n" + headers, ASK));
    }

    private int get(String path, String headers) throws IOException {
        return RawHttp.status(RawHttp.ask(gateway.port(), "GET " + path + " HTTP/1.1\n" + headers, ""));
    }

    private RunningGateway configured(Map<String, String> more, String yaml) {
        Map<String, String> variables = new HashMap<>(RunningGateway.variables("dashscope", upstream));
        variables.putAll(more);
        return RunningGateway.with(variables, yaml);
    }
}
