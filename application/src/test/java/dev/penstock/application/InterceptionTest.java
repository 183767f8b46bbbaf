package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.InterceptedAnswer;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.Interceptor;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.usage.Outcome;
import dev.penstock.domain.usage.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// How a request gets past the interceptors, or does not.
final class InterceptionTest {
    private final List<String> told = new ArrayList<>();
    private final Grant grant = new Bench(List.of()).grant;

    @Test
    void goesInTheirOrderAndEachSeesWhatThoseBeforeHaveMade() {
        assertThat(pass(observer("early", 10), editor("a"), observer("middle", 10), editor("b"),
                observer("late", 10))).isEqualTo("{}ab");
        assertThat(told).containsExactly("early asked {}", "middle asked {}a", "late asked {}ab");
    }

    @Test
    void endsWhereOneObjects() {
        assertRefusal(new Refusal.Objected("guard", "not like this"), observer("early", 10),
                guard(Optional.of("not like this")), observer("late", 10));
        assertThat(told).containsExactly("early asked {}");
    }

    @Test
    void goesOnWhereNobodyObjects() {
        assertThat(pass(guard(Optional.empty()), editor("a"))).isEqualTo("{}a");
    }

    @Test
    void endsWhereOneFailsThatIsNeeded() {
        RequestGuard broken = _ -> {
            throw new IllegalStateException("no luck");
        };
        assertThatThrownBy(() -> pass(new Named("broken", broken, true, 0)))
                .asInstanceOf(type(RefusedException.class))
                .satisfies(e -> assertThat(e.refusal()).isInstanceOf(Refusal.InterceptorFailed.class)
                        .extracting(Refusal::message)
                        .asString()
                        .contains("'broken' has failed")
                        .doesNotContain("no luck"));
    }

    @Test
    void goesOnWhereOneFailsThatIsNotNeeded() {
        RequestEditor broken = _ -> {
            throw new IllegalStateException("no luck");
        };
        assertThat(pass(editor("a"), new Named("broken", broken, false, 0), editor("b"))).isEqualTo("{}ab");
    }

    @Test
    void goesOnWhereAnObserverFailsWhateverWasSaidOfIt() {
        Named broken = new Named("broken", observing(_ -> {
            throw new IllegalStateException("no luck");
        }), true, 10);
        assertThat(pass(broken, editor("a"))).isEqualTo("{}a");
    }

    @Test
    void blamesAnEditorForABodyThatIsNoRequest() {
        assertThatThrownBy(() -> pass(editor("!")))
                .asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .isInstanceOf(Refusal.InterceptorFailed.class);
        assertThat(pass(new Named("odd", editing("!"), false, 0))).isEqualTo("{}");
    }

    @Test
    void doesNotReadABodyAgainThatNobodyHasChanged() {
        RequestEditor same = request -> JsonText.of(request.body().text());
        try (Interception interception = begin(new Named("same", same, true, 0))) {
            InterceptedRequest request = request(JsonText.of("{}"));
            assertThat(interception.pass(grant, request, _ -> {
                throw new AssertionError("was read again");
            })).isSameAs(request);
        }
    }

    @Test
    void tellsThoseThatObserveHowItEndedOnceItHas() {
        try (Interception interception = begin(observer("early", 4), observer("late", 100))) {
            interception.pass(grant, request(JsonText.of("{}")), this::read);
            byte[] answer = "an answer".getBytes(StandardCharsets.UTF_8);
            interception.answer().add(answer, answer.length);
            grant.settle(Outcome.COMPLETED, Optional.empty(), Optional.empty());
            told.clear();
        }
        assertThat(told).containsExactly("early ended COMPLETED 'an a' cut",
                "late ended COMPLETED 'an answer'");
    }

    @Test
    void tellsThemOfRequestsThatWereRefusedBehindThem() {
        try (Interception interception = begin(observer("early", 4), guard(Optional.of("no")),
                observer("late", 4))) {
            assertThatThrownBy(() -> interception.pass(grant, request(JsonText.of("{}")), this::read))
                    .asInstanceOf(type(RefusedException.class))
                    .satisfies(e -> grant.refuse(e.refusal()));
            told.clear();
        }
        assertThat(told).containsExactly("early ended REFUSED ''");
    }

    @Test
    void tellsNobodyOfRequestsThatNeverCameBy() {
        try (Interception interception = begin(observer("early", 4))) {
            assertThat(interception.isIdle()).isFalse();
        }
        assertThat(told).isEmpty();
    }

    private String pass(Named... named) {
        try (Interception interception = begin(named)) {
            return interception.pass(grant, request(JsonText.of("{}")), this::read).body().text();
        }
    }

    private void assertRefusal(Refusal refusal, Named... named) {
        assertThatThrownBy(() -> pass(named)).asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .isEqualTo(refusal);
    }

    private static Interception begin(Named... named) {
        return new Interceptors(List.of(named)).begin();
    }

    private InterceptedRequest read(JsonText body) {
        if (body.contains("!")) {
            throw new RefusedException(
                    new Refusal.RequestInvalid("no JSON", Optional.empty(), "invalid_json"));
        }
        return request(body);
    }

    private static InterceptedRequest request(JsonText body) {
        return new InterceptedRequest("req_1", Endpoint.CHAT_COMPLETIONS, Optional.of("m"), false, body,
                Map.of());
    }

    private static Named guard(Optional<String> objection) {
        return new Named("guard", (RequestGuard) _ -> objection, true, 0);
    }

    private static Named editor(String more) {
        return new Named("editor", editing(more), true, 0);
    }

    private static RequestEditor editing(String more) {
        return request -> JsonText.of(request.body().text() + more);
    }

    private Named observer(String name, int kept) {
        return new Named(name, new RequestObserver() {
            @Override
            public void asked(InterceptedRequest request) {
                told.add(name + " asked " + request.body().text());
            }

            @Override
            public void ended(InterceptedRequest request, InterceptedAnswer answer, UsageRecord line) {
                told.add(name + " ended " + line.outcome() + " '" + answer.text() + "'"
                        + (answer.cut() ? " cut" : ""));
            }
        }, true, kept);
    }

    private static Interceptor observing(Consumer<InterceptedRequest> asked) {
        return new RequestObserver() {
            @Override
            public void asked(InterceptedRequest request) {
                asked.accept(request);
            }

            @Override
            public void ended(InterceptedRequest request, InterceptedAnswer answer, UsageRecord line) {}
        };
    }
}
