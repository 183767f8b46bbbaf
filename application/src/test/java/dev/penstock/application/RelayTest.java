package dev.penstock.application;

import static dev.penstock.application.FakePort.COST;
import static dev.penstock.application.FakePort.HELLO;
import static dev.penstock.application.FakePort.answers;
import static dev.penstock.application.FakePort.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.domain.chat.ChatChunk;
import dev.penstock.domain.chat.ChatEnd;
import dev.penstock.domain.chat.ChatRequest;
import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.usage.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Requests in an API that some upstreams speak themselves.
class RelayTest {
    private static final ChatChunk EVENT = ChatChunk.event("message_stop", JsonText.of("{}"));
    private static final ChatRequest WRITTEN = request();
    private static final ChatRequest CHAT = request();
    private static final Refusal NO_WAY = new Refusal.RequestInvalid("no way", Optional.empty(), "no_way");

    private Bench bench = Bench.of(new FakePort());
    private Supplier<ChatRequest> translation = () -> CHAT;

    @Test
    void goAsTheyAreToAnUpstreamThatSpeaksTheirApi() {
        FakePort relay = new FakePort(answers(EVENT));
        bench = Bench.of(speaks(ClientApi.MESSAGES, relay));
        translation = () -> {
            throw new AssertionError("nothing has to be translated");
        };

        assertThat(stream().usage()).contains(COST);
        assertThat(relay.calls()).singleElement().satisfies(call -> {
            assertThat(call.request()).isSameAs(WRITTEN);
            assertThat(call.upstreamModel()).isEqualTo("a");
        });
        assertThat(bench.seen).containsExactly(EVENT);
        assertThat(bench.line().usage()).contains(COST);
    }

    @Test
    void areTranslatedForAnUpstreamThatSpeaksAnother() {
        FakePort chat = new FakePort(answers(HELLO));
        bench = Bench.of(Way.of(chat, Optional.empty(), Optional.empty(),
                Map.of(ClientApi.RESPONSES, new FakePort())));
        var _ = stream();

        assertThat(chat.calls()).singleElement().satisfies(call -> assertThat(call.request()).isSameAs(CHAT));
        assertThat(bench.seen).containsExactly(HELLO);
    }

    @Test
    void fallBackToAChatElsewhere() {
        FakePort chat = new FakePort(answers(HELLO));
        bench = Bench.of(speaks(ClientApi.MESSAGES, new FakePort(fails(Failures.UNAVAILABLE))),
                Way.toChat(chat));
        var _ = stream();

        assertThat(bench.seen).containsExactly(HELLO);
        assertThat(bench.attempts()).containsExactly("first/a upstream_unavailable", "second/b answered");
    }

    @Test
    void passOverUpstreamsForWhichTheyCannotBeTranslated() {
        refuseTranslation();
        bench = Bench.of(Way.toChat(new FakePort()),
                speaks(ClientApi.MESSAGES, new FakePort(answers(EVENT))));
        var _ = stream();

        assertThat(bench.attempts()).containsExactly("second/b answered");
    }

    @Test
    void areRefusedIfNobodySpeaksTheirApiAndTheyCannotBeTranslated() {
        refuseTranslation();
        bench = Bench.of(Way.toChat(new FakePort()));

        assertThatThrownBy(this::stream).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.refusal()).isEqualTo(NO_WAY));
        assertThat(bench.line().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bench.line().reason()).contains("no_way");
    }

    @Test
    void areToldToWaitIfTheOneThatCouldTakeThemRests() {
        FakePort busy = new FakePort(fails(Failures.throttled(Duration.ofMinutes(1))));
        bench = Bench.of(Way.toChat(new FakePort()), speaks(ClientApi.MESSAGES, busy));
        refuseTranslation();
        assertThatThrownBy(this::stream).isInstanceOf(UpstreamException.class);

        assertThatThrownBy(this::stream).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.refusal()).isInstanceOf(Refusal.KeysResting.class));
    }

    @Test
    void tellTheFailureOfTheUpstreamThatWasAskedRatherThanThatTheyCannotBeTranslated() {
        refuseTranslation();
        bench = Bench.of(speaks(ClientApi.MESSAGES, new FakePort(fails(Failures.TIMED_OUT))),
                Way.toChat(new FakePort()));

        assertThatThrownBy(this::stream).isInstanceOf(UpstreamException.class);
    }

    private void refuseTranslation() {
        translation = () -> {
            throw new RefusedException(NO_WAY);
        };
    }

    private ChatEnd stream() {
        return Completions.ofChats(bench.answering())
                .stream(bench.grant(), ClientRequest.in(ClientApi.MESSAGES, WRITTEN, () -> translation.get()),
                        bench.sink(), bench.cancellation);
    }

    private static Way speaks(ClientApi api, FakePort relay) {
        return Way.of(new FakePort(), Optional.empty(), Optional.empty(), Map.of(api, relay));
    }

    private static ChatRequest request() {
        return new ChatRequest(Optional.of("both"), true, false, Bench.body(), Map.of());
    }
}
