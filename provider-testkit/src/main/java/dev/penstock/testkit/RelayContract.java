package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatCompletion;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.FinishReason;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.RelayedError;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.domain.failure.UpstreamReply;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.port.RelayPort;
import dev.penstock.domain.usage.Usage;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.testkit.RelayedApi.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How requests in other APIs are passed on: in all those that [#relayed()] names, and in no other.
@ExtendWith(BenchExtension.class)
public interface RelayContract extends ProviderUnderTest {
    /// What is to be shown of one API.
    interface Showing {
        void of(RelayedApi api, RelayPort relay);
    }

    @Test
    default void relaysExactlyWhatItsTestNames(Bench bench) {
        assertThat(bench.provider().relays().keySet())
                .as("what relays() has; relayed() of the test names these APIs")
                .isEqualTo(relayed());
    }

    @ParameterizedTest
    @EnumSource
    default void relaysToTheUpstreamModelWithTheKey(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.reply(mode));
            int before = bench.upstream().requests().size();

            var _ = end(mode, relay, call(bench, api));

            List<ReceivedRequest> all = bench.upstream().requests();
            assertThat(all).hasSize(before + 1);
            assertThat(bench.speech().model(all.getLast())).isEqualTo(upstreamModel());
            assertThat(bench.speech().key(all.getLast())).contains(bench.key().reveal());
        });
    }

    @ParameterizedTest
    @EnumSource
    default void changesNothingInARelayedRequestButTheModel(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.reply(mode));

            var _ = end(mode, relay, call(bench, api));

            assertThat(bench.upstream().requests()).extracting(ReceivedRequest::text)
                    .last()
                    .isEqualTo(api.ask().formatted(upstreamModel()));
        });
    }

    @ParameterizedTest
    @EnumSource
    default void carriesTheHeadersOfARelayedApiWordForWordButNoCredentials(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            Map<String, String> sent = Map.of(api.maker() + "beta", "one-2027-01-01,  two",
                    api.maker() + "of-tomorrow", "Yes; q=1", api.maker() + "api-key", "sk-test-theirs",
                    api.maker() + "auth-token", "sk-test-theirs", "x-of-the-client", "private");
            bench.upstream().answer(api.reply(mode));
            int before = bench.upstream().requests().size();

            var _ = end(mode, relay,
                    bench.call(api.ask().formatted("client-model"), "model", sent, Bench.SOON));

            assertThat(bench.upstream().requests()).hasSize(before + 1);
            ReceivedRequest received = bench.upstream().lastRequest();
            assertThat(received.header(api.maker() + "beta")).contains("one-2027-01-01,  two");
            assertThat(received.header(api.maker() + "of-tomorrow")).contains("Yes; q=1");
            assertThat(Stream.of("api-key", "auth-token").map(name -> received.header(api.maker() + name)))
                    .containsOnly(Optional.empty());
            assertThat(received.header("x-of-the-client")).isEmpty();
        });
    }

    @Test
    default void carriesRelayedAnswersByteForByte(Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.reply(Mode.WHOLE));
            ChatCompletion whole = relay.complete(call(bench, api));
            assertThat(whole.json().text()).isEqualTo(api.whole());
            assertThat(whole.relayed()).isTrue();

            bench.upstream().answer(api.reply(Mode.STREAMED));
            List<ChatChunk> chunks = new ArrayList<>();
            var _ = relay.stream(call(bench, api), chunks::addAll);
            assertThat(chunks).extracting(chunk -> chunk.json().text())
                    .isEqualTo(api.events().stream().map(Event::data).toList());
            assertThat(chunks).extracting(ChatChunk::event)
                    .isEqualTo(api.events().stream().map(event -> Optional.of(event.name())).toList());
        });
    }

    @ParameterizedTest
    @EnumSource
    default void tellsHowARelayedAnswerEndedAndWhatItUsed(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.reply(mode));

            ChatEnd end = end(mode, relay, call(bench, api));

            assertThat(end.reason()).isEqualTo(FinishReason.STOP);
            assertThat(end.usage()).contains(Usage.of(11, 7));
        });
    }

    /// A provider whose API has no such endpoint sends nothing and returns nothing.
    @Test
    default void passesACountOfTokensAsTheUpstreamWroteItOrNone(Bench bench) {
        each(bench, (api, relay) -> {
            String counted = "{ \"input_tokens\" :11,\"odd\":[ -0 ] }";
            bench.upstream().answer(Reply.json(200, counted));
            int before = bench.upstream().requests().size();

            Optional<JsonText> count = relay.countTokens(call(bench, api));

            List<ReceivedRequest> sent = bench.upstream().requests();
            assertThat(count.map(JsonText::text)).isIn(Optional.empty(), Optional.of(counted));
            assertThat(sent).hasSize(before + (count.isPresent() ? 1 : 0));
            if (count.isPresent()) {
                assertThat(sent.getLast().text()).isEqualTo(api.ask().formatted(upstreamModel()));
                assertThat(bench.speech().key(sent.getLast())).contains(bench.key().reveal());
                bench.upstream().answer(bench.speech().failure(404, "not_found", "No such path."));
                assertThat(relay.countTokens(call(bench, api))).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    default void tellsTheFailuresOfRelayedRequestsApart(Mode mode, Bench bench) {
        each(bench, (api, relay) -> FailureCases.all(bench, () -> {
            var _ = end(mode, relay, call(bench, api));
        }));
    }

    @ParameterizedTest
    @EnumSource
    default void passesAnErrorOnAsTheUpstreamWroteIt(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            String body = """
                    { "type":"error","error":{"type":"odd_error","message":"No, %s.","odd":[ 1E-0007 ]},"request_id":"req_1" }"""
                    .formatted(bench.key().reveal());
            bench.upstream().answer(Reply.json(422, body).header("x-ratelimit-remaining-tokens", "3"));

            UpstreamReply reply = FailureCases.of(() -> {
                var _ = end(mode, relay, call(bench, api));
            }).detail().reply();

            assertThat(reply.error().map(error -> error.json().text()))
                    .as("the error's body: unmodified, but without the key")
                    .contains(body.replace(bench.key().reveal(), "***"));
            assertThat(reply.error().map(RelayedError::status)).contains(OptionalInt.of(422));
            assertThat(reply.headers()).containsEntry("x-ratelimit-remaining-tokens", "3");
        });
    }

    @ParameterizedTest
    @EnumSource
    default void reportsTheHeadersThatClientsUse(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream()
                    .answer(api.reply(mode)
                            .header("Anthropic-RateLimit-Unified-Status", "allowed")
                            .header("x-ratelimit-remaining-requests", "7")
                            .header("request-id", "req_theirs")
                            .header("set-cookie", "private=1"));
            Map<String, String> reported = new HashMap<>();
            ChatCall call = call(bench, api);

            var _ = end(mode, relay, new ChatCall(call.requestId(), call.request(), call.upstreamModel(),
                    call.deadline(), call.limits(), call.cancellation(), reported::putAll,
                    call.memory()));

            assertThat(reported).as("what call.onReply() received")
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("anthropic-ratelimit-unified-status", "allowed",
                                    "x-ratelimit-remaining-requests", "7", "request-id", "req_theirs"));
        });
    }

    @Test
    default void takesARelayedStreamThatIsCutShortForAFailure(Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.cutShort());

            assertThat(FailureCases.of(() -> {
                var _ = relay.stream(call(bench, api), _ -> {
                });
            })).isInstanceOf(UpstreamFailure.Garbled.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void takesARelayedAnswerThatReportsAnInterruptionForAFailure(Mode mode, Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.interrupted(mode));

            assertThat(FailureCases.of(() -> {
                var _ = end(mode, relay, call(bench, api));
            })).isInstanceOfAny(UpstreamFailure.Garbled.class, UpstreamFailure.Unavailable.class);
        });
    }

    @Test
    default void carriesRelayedEventsOfUnknownNames(Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(api.reply("event: x-of-tomorrow\ndata: { \"x\":1e0 }\n\n"));
            List<ChatChunk> chunks = new ArrayList<>();

            assertThat(relay.stream(call(bench, api), chunks::addAll).reason()).isEqualTo(FinishReason.STOP);
            assertThat(chunks).hasSize(2 * api.events().size())
                    .extracting(chunk -> chunk.json().text())
                    .contains("{ \"x\":1e0 }");
        });
    }

    @Test
    default void waitsForARelayedAnswerNoLongerThanUntilTheDeadline(Bench bench) {
        each(bench, (api, relay) -> {
            bench.upstream().answer(Reply.silent());
            ChatCall call = bench.call(api.ask().formatted("client-model"), "model", Duration.ofMillis(200));

            assertThat(FailureCases.of(() -> {
                var _ = relay.complete(call);
            })).isInstanceOf(UpstreamFailure.TimedOut.class);
            assertThat(bench.upstream().awaitNoOpenConnections(Bench.SOON)).isTrue();
        });
    }

    private static void each(Bench bench, Showing showing) {
        bench.provider().relays().forEach((api, relay) -> showing.of(RelayedApi.of(api), relay));
    }

    private static ChatCall call(Bench bench, RelayedApi api) {
        return bench.call(api.ask().formatted("client-model"), "model", Bench.SOON);
    }

    private static ChatEnd end(Mode mode, RelayPort relay, ChatCall call) {
        return mode == Mode.WHOLE ? relay.complete(call).end() : relay.stream(call, _ -> {
        });
    }
}
