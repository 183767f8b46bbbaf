package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.fake.ReceivedRequest;
import dev.penstock.fake.Reply;
import dev.penstock.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two tools are never one, and two calls are never one, whatever their names and ids look like.
///
/// A provider that does not claim tools refuses all of this.
@ExtendWith(BenchExtension.class)
public interface ToolCallContract extends ProviderUnderTest {
    /// Names that many APIs do not accept, and that read the same where their odd characters are left out or replaced.
    List<String> ODD_NAMES = List.of("files.read", "files_read", "files read", "读文件", "写文件");

    /// The same of ids.
    List<String> ODD_IDS = List.of("functions.Bash:0", "functions.Bash.0", "functions_Bash_0", "调用一", "调用二");

    @ParameterizedTest
    @EnumSource
    default void tellsToolsApartWhateverTheirNames(Mode mode, Bench bench) {
        if (refusesTools(mode, bench)) {
            return;
        }
        bench.upstream().answerWith(request -> callingAll(bench.speech(), request, ODD_IDS));

        Heard heard = bench.ask(mode, Ask.forTools(ODD_NAMES, ODD_IDS));

        assertThat(heard.toolCalls().stream().map(ToolCall::name))
                .as("the names of the calls: those that the client gave the functions")
                .containsExactlyElementsOf(ODD_NAMES);
        assertThat(bench.speech().tools(bench.upstream().lastRequest()))
                .as("the functions on offer, as speech().tools(…) reads them")
                .hasSize(ODD_NAMES.size())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    default void tellsCallsApartWhateverTheirIds(Mode mode, Bench bench) {
        if (refusesTools(mode, bench)) {
            return;
        }
        bench.upstream().answerWith(request -> callingAll(bench.speech(), request, ODD_IDS));

        Heard heard = bench.ask(mode, Ask.forTools(ODD_NAMES, ODD_IDS));

        assertThat(heard.toolCalls().stream().map(ToolCall::id)).as("the ids of an answer's calls")
                .hasSize(ODD_IDS.size())
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(bench.speech().answeredCalls(bench.upstream().lastRequest()))
                .as("the ids that the tools' answers refer to, as speech().answeredCalls(…) reads them")
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    private static Reply callingAll(UpstreamSpeech speech, ReceivedRequest request, List<String> ids) {
        List<ToolCall> calls = new ArrayList<>();
        for (String name : speech.tools(request)) {
            calls.add(new ToolCall(ids.get(calls.size() % ids.size()), name, "{}"));
        }
        Said said = Said.calls(calls.toArray(ToolCall[]::new));
        return speech.streamed(request) ? speech.stream(said) : speech.whole(said);
    }

    private boolean refusesTools(Mode mode, Bench bench) {
        if (plugin().capabilities().contains(Capability.TOOLS)) {
            return false;
        }
        CapabilityContract.refuses(Capability.TOOLS, mode, Ask.forTools(ODD_NAMES, ODD_IDS), bench);
        return true;
    }
}
