package dev.penstock.testkit;

import dev.penstock.domain.access.Secret;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.ChatCompletionPort;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.fake.FakeUpstream;
import dev.penstock.fake.Reply;
import dev.penstock.openai.wire.ChatJson;
import dev.penstock.spi.PluginContext;
import dev.penstock.spi.Provider;
import dev.penstock.spi.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One test's pretend upstream, and the provider that asks it. The upstream answers every request in good manners until
/// the test scripts something else.
public final class Bench implements AutoCloseable {
    /// By when everything has happened that has to happen soon; long, so that a slow machine is no failure.
    public static final Duration SOON = Duration.ofSeconds(20);

    static final Secret KEY = Secret.of("sk-test-contract-0123456789");
    static final PluginContext CONTEXT = new PluginContext("test", Clock.systemUTC(), "Penstock/test",
            _ -> Optional.empty());

    private final ProviderUnderTest under;
    private final JumpingClock clock = new JumpingClock();
    private final FakeUpstream upstream = FakeUpstream.start();
    private Optional<Provider> provider = Optional.empty();

    Bench(ProviderUnderTest under) {
        this.under = under;
        upstream.answerWith(request -> speech().answer(request));
    }

    public FakeUpstream upstream() {
        return upstream;
    }

    public UpstreamSpeech speech() {
        return under.speech();
    }

    public Secret key() {
        return KEY;
    }

    /// The settings that lead to the pretend upstream.
    public Map<String, String> settings() {
        return new HashMap<>(under.settings(upstream.baseUri(), KEY));
    }

    /// Connects a provider of its own, which the caller closes.
    public Provider connect(Map<String, String> settings) {
        return under.plugin()
                .connect(new Settings("providers.test", settings),
                        new PluginContext(CONTEXT.name(), clock, CONTEXT.userAgent(), CONTEXT.proxy()));
    }

    /// The provider under test, connected at the first use and closed after the test.
    public Provider provider() {
        if (provider.isEmpty()) {
            provider = Optional.of(connect(settings()));
        }
        return provider.get();
    }

    /// The clock that providers of this bench are given.
    JumpingClock clock() {
        return clock;
    }

    public ChatCompletionPort chat() {
        return provider().chat();
    }

    public ChatCall call(Ask ask) {
        return call(ask, SOON, new Cancellation());
    }

    /// One of a route with time limits of its own.
    public ChatCall call(Ask ask, TimeLimits limits) {
        return call(ask, SOON, limits, new Cancellation());
    }

    /// @param patience from now until the deadline
    public ChatCall call(Ask ask, Duration patience, Cancellation cancellation) {
        return call(ask, patience, TimeLimits.NONE, cancellation);
    }

    /// One for no chat.
    ///
    /// @param required the member that such a body needs, such as `prompt`
    /// @param patience from now until the deadline
    public ChatCall call(String body, String required, Duration patience) {
        return call(body, required, Map.of(), patience);
    }

    /// @param headers what the client sent beside the body, by lower-case name
    ChatCall call(String body, String required, Map<String, String> headers, Duration patience) {
        return call(ChatJson.read(body.getBytes(StandardCharsets.UTF_8), headers, required), patience,
                TimeLimits.NONE, new Cancellation());
    }

    private ChatCall call(Ask ask, Duration patience, TimeLimits limits, Cancellation cancellation) {
        return call(ChatJson.read(ask.body().getBytes(StandardCharsets.UTF_8), Map.of()), patience, limits,
                cancellation);
    }

    private ChatCall call(ChatRequest request, Duration patience, TimeLimits limits,
            Cancellation cancellation) {
        return new ChatCall("req_contract", request, under.upstreamModel(),
                Deadline.in(patience), limits, cancellation);
    }

    /// How many connections the pretend upstream has got, counted when one of the bench's own has got through, which comes
    /// behind all that were there before. For use once.
    int connectionsSoFar() throws IOException {
        upstream.answer(Reply.json(200, "{}"));
        try (Socket own = new Socket(InetAddress.ofLiteral("127.0.0.1"), upstream.port())) {
            own.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var _ = own.getInputStream().read();
        }
        return upstream.acceptedConnections() - 1;
    }

    /// Asks something and reads the answer.
    public Heard ask(Mode mode, Ask ask) {
        return mode.ask(chat(), call(ask));
    }

    /// Asks something that has to fail.
    public UpstreamFailure failure(Mode mode) {
        return failure(mode, call(Ask.saying("Hello")));
    }

    /// Asks something that has to fail.
    public UpstreamFailure failure(Mode mode, ChatCall call) {
        return exception(mode, call).failure();
    }

    /// The same, with the promise to name if it does not.
    UpstreamFailure failure(Mode mode, ChatCall call, String promise) {
        return exception(mode, call, ": " + promise).failure();
    }

    /// The exception that says how it failed.
    public UpstreamException exception(Mode mode, ChatCall call) {
        return exception(mode, call, "");
    }

    private UpstreamException exception(Mode mode, ChatCall call, String why) {
        Heard heard;
        try {
            heard = mode.ask(chat(), call);
        } catch (UpstreamException e) {
            return e;
        }
        throw new AssertionError(
                "should have failed with an UpstreamException" + why + ". It answered " + heard);
    }

    /// What is amiss with the test rather than with the provider, if that can be made out: its upstream was asked in other
    /// words than it knows.
    Optional<String> misunderstanding() {
        if (!(speech() instanceof ChatCompletionsSpeech speech)) {
            return Optional.empty();
        }
        return upstream.requests()
                .stream()
                .filter(request -> request.method().equals("POST") && !speech.understands(request))
                .findFirst()
                .map(request -> "override speech() in the contract test: POST " + request.path()
                        + " has no 'model' in a JSON body, so it is no request of OpenAI's API, in which the pretend upstream"
                        + " speaks unless it is told otherwise");
    }

    @Override
    public void close() {
        provider.ifPresent(Provider::close);
        upstream.close();
    }
}
