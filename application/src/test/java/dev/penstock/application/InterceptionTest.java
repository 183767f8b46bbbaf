package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.penstock.application.Interceptors.Named;
import dev.penstock.domain.chat.Endpoint;
import dev.penstock.domain.chat.JsonText;
import dev.penstock.domain.failure.Refusal;
import dev.penstock.domain.failure.RefusedException;
import dev.penstock.domain.port.InterceptedRequest;
import dev.penstock.domain.port.RequestEditor;
import dev.penstock.domain.port.RequestGuard;
import dev.penstock.domain.port.RequestObserver;
import dev.penstock.domain.usage.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// How a request gets past the interceptors, or does not.
final class InterceptionTest {
    private static final long ROOM = 1_000;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Grant grant = new Bench(List.of()).grant;

    @Test
    void goesInTheirOrderAndEachSeesWhatThoseBeforeHaveMade() {
        assertThat(pass(observer("early", 10), editor("a"), observer("middle", 10), editor("b"),
                observer("late", 10))).isEqualTo("{}ab");
        assertThat(told).contains("early asked {}", "middle asked {}a", "late asked {}ab");
    }

    @Test
    void endsWhereOneObjects() {
        assertRefusal(new Refusal.Objected("guard", "not like this"), observer("early", 10),
                guard(Optional.of("not like this")), observer("late", 10));
        assertThat(told).contains("early asked {}").noneMatch(line -> line.startsWith("late"));
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
        Named broken = new Named("broken", (RequestObserver) _ -> {
            throw new IllegalStateException("no luck");
        }, true, 10);
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
        try (Interceptors interceptors = of(new Named("same", same, true, 0));
                Interception interception = interceptors.begin()) {
            InterceptedRequest request = request(JsonText.of("{}"));
            assertThat(interception.pass(grant, request, _ -> {
                throw new AssertionError("was read again");
            })).isSameAs(request);
        }
    }

    @Test
    void tellsThoseThatObserveHowItEnded() {
        try (Interceptors interceptors = of(observer("early", 4), observer("late", 100));
                Interception interception = interceptors.begin()) {
            interception.pass(grant, request(JsonText.of("{}")), this::read);
            byte[] answer = "an answer".getBytes(StandardCharsets.UTF_8);
            interception.answer().add(answer, answer.length);
            grant.settle(Outcome.COMPLETED, Optional.empty(), Optional.empty());
        }
        assertThat(told).contains("early ended COMPLETED 'an a' cut", "late ended COMPLETED 'an answer'");
        assertThat(told.indexOf("early asked {}"))
                .isLessThan(told.indexOf("early ended COMPLETED 'an a' cut"));
    }

    @Test
    void tellsThemOfRequestsThatWereRefusedBehindThem() {
        assertRefusal(new Refusal.Objected("guard", "no"), observer("early", 4), guard(Optional.of("no")),
                observer("late", 4));
        assertThat(told).containsExactly("early asked {}", "early ended REFUSED ''");
    }

    @Test
    void waitsForNobodyThatObserves() throws InterruptedException {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Named slow = new Named("slow", (RequestObserver) _ -> {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return (_, line) -> told.add("slow " + line.outcome());
        }, true, 10);
        try (Interceptors interceptors = of(slow)) {
            try (Interception interception = interceptors.begin()) {
                interception.pass(grant, request(JsonText.of("{}")), this::read);
                grant.settle(Outcome.COMPLETED, Optional.empty(), Optional.empty());
            }
            assertThat(told).isEmpty();
            mayGoOn.countDown();
        }
        assertThat(told).containsExactly("slow COMPLETED");
    }

    @Test
    void goesByUnseenWhereTooMuchIsKeptAlready() {
        try (Interceptors interceptors = new Interceptors(List.of(observer("one", 10)), 5);
                Interception interception = interceptors.begin()) {
            assertThat(interception.pass(grant, request(JsonText.of("{\"a\":1}")), this::read).body().text())
                    .isEqualTo("{\"a\":1}");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void givesBackWhatWasKept() {
        Interceptors interceptors = new Interceptors(List.of(observer("one", 10)), 5);
        for (int i = 0; i < 10; i++) {
            Grant its = new Bench(List.of()).grant;
            Interception interception = interceptors.begin();
            interception.pass(its, request(JsonText.of("{}")), this::read);
            interception.answer().add(new byte[]{'a', 'b', 'c'}, 3);
            its.settle(Outcome.COMPLETED, Optional.empty(), Optional.empty());
            interception.close();
            interceptors.close(); // waits for those who are told
        }
        assertThat(told).hasSize(20).contains("one ended COMPLETED 'abc'");
    }

    private String pass(Named... named) {
        try (Interceptors interceptors = of(named); Interception interception = interceptors.begin()) {
            try {
                return interception.pass(grant, request(JsonText.of("{}")), this::read).body().text();
            } catch (RefusedException e) {
                grant.refuse(e.refusal());
                throw e;
            } finally {
                grant.close();
            }
        }
    }

    private void assertRefusal(Refusal refusal, Named... named) {
        assertThatThrownBy(() -> pass(named)).asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .isEqualTo(refusal);
    }

    private static Interceptors of(Named... named) {
        return new Interceptors(List.of(named), ROOM);
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
        return new Named(name, (RequestObserver) request -> {
            told.add(name + " asked " + request.body().text());
            return (answer, line) -> told.add(name + " ended " + line.outcome() + " '" + answer.text() + "'"
                    + (answer.cut() ? " cut" : ""));
        }, true, kept);
    }
}
