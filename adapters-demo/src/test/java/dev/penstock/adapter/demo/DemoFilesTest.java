package dev.penstock.adapter.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.domain.port.Cancellation;
import dev.penstock.domain.port.ChatCall;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.time.Deadline;
import dev.penstock.openai.wire.ChatJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That the demo model carries a coding client's loop from a wish for a file to its end.
final class DemoFilesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String WISH = "Write a file named hello.txt with the content hello from here";
    private static final String WRITE = tool("write_file", "Writes a file",
            "file_path", "The absolute path of the file", "content", "What to write");
    private static final String SAVE = tool("save", "Saves", "path", "Relative to the project", "contents",
            "");
    private static final String EDIT = tool("edit", "Edits a file",
            "path", "", "old_text", "", "new_text", "");
    private static final String SHELL = tool("shell", "Runs a command", "cmd", "The command", "description",
            "");
    private static final String PATCH = tool("apply_patch", "Takes *** Begin Patch and so on", "input", "");

    private final DemoModel model = new DemoModel(Duration.ZERO, () -> Instant.EPOCH);

    @Test
    void writesAFileWithTheToolThatDemandsAPathAndAContent() throws Exception {
        assertThat(called(WISH, SHELL, PATCH, EDIT, SAVE))
                .isEqualTo("save {\"path\":\"hello.txt\",\"contents\":\"hello from here\"}");
    }

    @Test
    void patchesWhereNoToolWritesFiles() throws Exception {
        assertThat(MAPPER.readTree(arguments(WISH, SHELL, EDIT, PATCH)).path("input").asText())
                .isEqualTo("*** Begin Patch\n*** Add File: hello.txt\n+hello from here\n*** End Patch\n");
    }

    @Test
    void givesNoPatchToAToolThatOnlySpeaksOfPatches() throws Exception {
        String script = PATCH.replace("\"apply_patch\"", "\"exec\"");

        assertThat(called(WISH, script, SHELL)).startsWith("shell ");
    }

    @Test
    void usesAShellWhereNothingElseWillDo() throws Exception {
        assertThat(MAPPER.readTree(arguments("Create its.txt with the text \"it's $HOME\"", EDIT, SHELL))
                .path("cmd")
                .asText()).isEqualTo("printf '%s\\n' 'it'\\''s $HOME' > 'its.txt'");
    }

    @Test
    void givesAShellThatTakesAListOfWordsAList() throws Exception {
        String list = SHELL.replace("\"cmd\":{\"type\":\"string\"", "\"cmd\":{\"type\":\"array\"");

        assertThat(MAPPER.readTree(arguments(WISH, list)).path("cmd"))
                .extracting(JsonNode::asText)
                .containsExactly("sh", "-c", "printf '%s\\n' 'hello from here' > 'hello.txt'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<environment_context>\n<cwd>/work/it</cwd>\n</environment_context>",
            "<env>\n  Working directory: /work/it\n</env>",
            " - Primary working directory: /work/it\n - Shell: sh",
            "I'm currently working in the directory: /work/it/"})
    void makesAPathAbsoluteWhereTheToolDemandsIt(String told) throws Exception {
        ArrayNode messages = MAPPER.createArrayNode();
        add(messages, "system", told);
        add(messages, "user", WISH);

        assertThat(MAPPER.readTree(call(ask(messages, WRITE)).path("arguments").asText())
                .path("file_path")
                .asText()).isEqualTo("/work/it/hello.txt");
    }

    @Test
    void leavesAPathRelativeIfNobodyTellsTheFolder() throws Exception {
        assertThat(MAPPER.readTree(arguments(WISH, WRITE)).path("file_path").asText()).isEqualTo("hello.txt");
        assertThat(MAPPER.readTree(arguments("Create /tmp/a.txt with content a", WRITE))
                .path("file_path")
                .asText()).isEqualTo("/tmp/a.txt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "write a file named hello.txt with the content hi|hello.txt|hi",
            "Please create src/a.py containing `x = 1` for me|src/a.py|x = 1",
            "Save notes.md. Its content is: one, two.|notes.md|one, two",
            "make a file called Makefile with the following text: all:|Makefile|all:",
            "写一个名为hello.txt的文件，内容为你好。|hello.txt|你好"})
    void understandsSeveralWaysToWishForAFile(String wish, String path, String content) throws Exception {
        JsonNode arguments = MAPPER.readTree(arguments(wish, SAVE));

        assertThat(arguments.path("path").asText()).isEqualTo(path);
        assertThat(arguments.path("contents").asText()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Write a test for Router.java", "What is the content of hello.txt?",
            "Create a file with the content hi"})
    void writesNothingThatNobodySpelledOut(String prompt) throws Exception {
        assertThat(call(ask(user(prompt), SAVE)).isMissingNode()).isTrue();
    }

    @Test
    void endsTheLoopOnceTheToolHasAnswered() throws Exception {
        ArrayNode messages = user(WISH);
        add(messages, "assistant", "");
        add(messages, "tool", "done");
        add(messages, "user", "<system-reminder>\nYou can write_file again.\n</system-reminder>");
        add(messages, "system", "write_file is there");

        assertThat(ask(messages, WRITE).path("content").asText()).isEqualTo("The tool answered: done");
    }

    @Test
    void hearsTheUserBetweenTheRemindersOfAClient() throws Exception {
        ArrayNode messages = MAPPER.createArrayNode();
        ArrayNode parts = messages.addObject().put("role", "user").putArray("content");
        parts.addObject()
                .put("type", "text")
                .put("text", "<system-reminder>Use write_file.</system-reminder>");
        parts.addObject().put("type", "text").put("text", "say ho");
        parts.addObject().put("type", "text").put("text", "<env_context os=\"x\">say no</env_context>");

        assertThat(ask(messages, WRITE).path("content").asText()).isEqualTo("ho");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"say <b>ho</b>|<b>ho</b>",
            "say <open-tag> ho|<open-tag> ho", "\"say \\\"ho\\\"\"|\"ho\"",
            "say \"a\" or \"b\"|\"a\" or \"b\""})
    void takesNothingElseAway(String prompt, String answer) throws Exception {
        assertThat(ask(user(prompt)).path("content").asText()).isEqualTo(answer);
    }

    @Test
    void answersAClientThatHasOnlyReminders() throws Exception {
        assertThat(ask(user("<user_input>say ho</user_input>")).path("content").asText()).contains("say ho");
    }

    @Test
    void writesWholeNumbersAsSuch() throws Exception {
        String wait = """
                {"type":"function","function":{"name":"wait","parameters":{"required":["ms","n"],"properties":
                 {"ms":{"type":"number"},"n":{"type":"integer"}}}}}""";

        assertThat(arguments("wait 250", wait)).isEqualTo("{\"ms\":250,\"n\":250}");
        assertThat(arguments("wait 2.5", wait)).isEqualTo("{\"ms\":2.5,\"n\":2}");
    }

    @Test
    void isNotConvincedByALongDescription() throws Exception {
        String agent = tool("agent", "Starts another. Explain to it what this project does, and why",
                "prompt", "");

        assertThat(call(ask(user("Explain why this project does it"), agent)).isMissingNode()).isTrue();
        assertThat(called("Use the agent", agent)).startsWith("agent ");
        assertThat(call(ask(user("Where are reagents?"), agent)).isMissingNode()).isTrue();
    }

    private String called(String prompt, String... tools) throws Exception {
        JsonNode call = call(ask(user(prompt), tools));
        return call.path("name").asText() + " " + call.path("arguments").asText();
    }

    private String arguments(String prompt, String... tools) throws Exception {
        return call(ask(user(prompt), tools)).path("arguments").asText();
    }

    private static JsonNode call(JsonNode message) {
        return message.path("tool_calls").path(0).path("function");
    }

    private JsonNode ask(ArrayNode messages, String... tools) throws Exception {
        byte[] body = ("{\"messages\":" + messages + ",\"tools\":[" + String.join(",", tools) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        ChatCall call = new ChatCall("req_1", ChatJson.read(body, Map.of()), "penstock-demo",
                Deadline.in(Duration.ofSeconds(20)),
                TimeLimits.NONE, new Cancellation());
        return MAPPER.readTree(model.complete(call).json().text()).at("/choices/0/message");
    }

    private static ArrayNode user(String prompt) {
        ArrayNode messages = MAPPER.createArrayNode();
        add(messages, "user", prompt);
        return messages;
    }

    private static void add(ArrayNode messages, String role, String text) {
        messages.addObject().put("role", role).put("content", text);
    }

    /// A function whose properties, given by name and description, are all required strings.
    private static String tool(String name, String description, String... properties) {
        ObjectNode tool = MAPPER.createObjectNode().put("type", "function");
        ObjectNode function = tool.putObject("function").put("name", name).put("description", description);
        ObjectNode parameters = function.putObject("parameters").put("type", "object");
        ArrayNode required = parameters.putArray("required");
        ObjectNode all = parameters.putObject("properties");
        for (int i = 0; i < properties.length; i += 2) {
            required.add(properties[i]);
            all.putObject(properties[i]).put("type", "string").put("description", properties[i + 1]);
        }
        return tool.toString();
    }
}
