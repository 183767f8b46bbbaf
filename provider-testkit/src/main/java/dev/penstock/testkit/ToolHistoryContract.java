package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.failure.UpstreamFailure;
import dev.penstock.fake.ReceivedRequest;
import dev.penstock.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the tool calls of a conversation, and of their results, on the way to the upstream.
///
/// An upstream that speaks Chat Completions may get the conversation as the client wrote it. A provider that does not claim
/// tools refuses all of this.
@ExtendWith(BenchExtension.class)
public interface ToolHistoryContract extends ProviderUnderTest {
    String IN_ORDER = "results stand right behind their calls, in front of whatever else was said: most APIs refuse anything"
            + " between. speech().turns(…) read ";

    /// Turns in a row that only call count as one. Their results follow the last of them.
    ///
    /// @param history see [ToolHistory#of(String)]
    @ParameterizedTest
    @ValueSource(strings = {"calls Oslo; result Oslo; user", "calls Oslo; user; result Oslo; user",
            "calls Oslo; system; result Oslo; user", "calls Oslo Rome; result Rome; result Oslo; user",
            "calls Oslo Rome; result Oslo; user; result Rome; user",
            "calls Oslo; calls Rome; result Oslo; result Rome; user",
            "calls Oslo; calls Rome; result Rome; user; result Oslo",
            "assistant; calls Oslo; user; user; result Oslo; calls Rome; user; result Rome; assistant; user"})
    default void sendsTheResultsOfToolsRightBehindTheirCallsAndLosesNothing(String history, Bench bench) {
        ToolHistory told = ToolHistory.of(history);
        for (Mode mode : Mode.values()) {
            if (refusesTools(mode, told.ask(), bench)) {
                continue;
            }
            var _ = bench.ask(mode, told.ask());

            ReceivedRequest request = sent(bench);
            assertThat(told.marks())
                    .as("what the upstream was sent of the conversation: everything once. It was sent "
                            + request.text())
                    .allSatisfy(mark -> assertThat(request.text()).containsOnlyOnce(mark));
            List<String> turns = bench.speech().turns(request);
            assertThat(turns).as("the turns of the conversation, as speech().turns(…) reads them")
                    .isNotEmpty();
            if (!isAsWritten(turns, told.ask(), bench)) {
                told.misplaced(turns).ifPresent(what -> {
                    throw new AssertionError(IN_ORDER + String.join("\n", turns) + "\nwhere " + what);
                });
            }
        }
    }

    /// Clients and other servers send the object itself, and keep what a model made up.
    ///
    /// @param arguments JSON
    @ParameterizedTest
    @ValueSource(strings = {"{\"city\":\"asked-Oslo\"}", "[\"asked-Oslo\"]", "\"asked-Oslo\"",
            "\"[\\\"asked-Oslo\\\"]\"", "\"\\\"asked-Oslo\\\"\"", "\"{\\\"city\\\":\\\"asked-Oslo\"",
            "\"741741\"", "741741",
            "\"null\"", "null", "\"\"", "\" \"", "true"})
    default void convertsOrRefusesOddArgumentsAndNeverDropsThem(String arguments, Bench bench) {
        JsonNode odd = Json.read(arguments);
        Ask ask = ToolHistory.of("calls Oslo; result Oslo; user").withArguments(odd);
        for (Mode mode : Mode.values()) {
            if (refusesTools(mode, ask, bench)) {
                continue;
            }
            try {
                var _ = bench.ask(mode, ask);
            } catch (UpstreamException refused) {
                assertThat(refused.failure()).as("a request with odd arguments of a call")
                        .isInstanceOf(
                                UpstreamFailure.Rejected.class);
                assertThat(bench.upstream().requests()).as("requests for what is refused").isEmpty();
                continue;
            }
            ReceivedRequest request = sent(bench);
            assertThat(bench.speech().calls(request))
                    .as("the calls of the conversation, as speech().calls(…) reads them")
                    .singleElement()
                    .satisfies(call -> assertArguments(odd, call.arguments(), bench));
            assertThat(request.text()).as("the result of the call").contains("got-Oslo");
        }
    }

    private static void assertArguments(JsonNode given, String sent, Bench bench) {
        String text = given.isTextual() ? given.textValue() : given.toString();
        if (bench.speech() instanceof ChatCompletionsSpeech && sent.equals(text)) {
            return;
        }
        assertThat(Json.read(sent).isObject())
                .as("arguments are an object, for APIs accept nothing else: " + sent)
                .isTrue();
        if (text.isBlank() || text.equals("null")) {
            assertThat(Json.read(sent)).as("the arguments of a call that was given none: " + arguments(given))
                    .isEmpty();
        } else {
            String kept = text.contains("asked-Oslo") ? "asked-Oslo" : text;
            assertThat(sent).as("what was sent of the arguments " + arguments(given)).contains(kept);
        }
    }

    private static String arguments(JsonNode given) {
        return given instanceof TextNode ? "in a text: " + given : given.toString();
    }

    private static ReceivedRequest sent(Bench bench) {
        assertThat(bench.upstream().requests()).as("requests").isNotEmpty();
        return bench.upstream().lastRequest();
    }

    private static boolean isAsWritten(List<String> turns, Ask ask, Bench bench) {
        List<String> written = new ArrayList<>();
        Json.read(ask.body()).path("messages").forEach(message -> written.add(message.toString()));
        return bench.speech() instanceof ChatCompletionsSpeech && turns.equals(written);
    }

    private boolean refusesTools(Mode mode, Ask ask, Bench bench) {
        if (plugin().capabilities().contains(Capability.TOOLS)) {
            return false;
        }
        CapabilityContract.refuses(Capability.TOOLS, mode, ask, bench);
        return true;
    }
}
