package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.openai.wire.ToolNames.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolNamesTest {
    private static final String LEGAL = "[a-zA-Z0-9_-]{1,64}";

    @ParameterizedTest
    @ValueSource(strings = {"Bash", "get_weather", "mcp__a__b-c", "a"})
    void aNameThatUpstreamsAcceptStaysAsItIs(String name) {
        ToolNames names = ToolNames.of(List.of(name));

        assertThat(names.upstream(name)).isEqualTo(name);
        assertThat(names.client(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.read", "get weather", "查询天气", "functions.Bash:0", "", "\uD800", "a/b",
            "é"})
    void everyOtherNameBecomesALegalOneAndIsFoundAgain(String name) {
        ToolNames names = ToolNames.of(List.of(name));

        assertThat(names.upstream(name)).matches(LEGAL).isNotEqualTo(name);
        assertThat(names.client(names.upstream(name))).isEqualTo(name);
    }

    @Test
    void aLongNameIsCutAndFoundAgain() {
        String first = "a".repeat(65);
        String second = "a".repeat(66);
        ToolNames names = ToolNames.of(List.of(first, second));

        assertThat(names.upstream(first)).matches(LEGAL).isNotEqualTo(names.upstream(second));
        assertThat(names.client(names.upstream(second))).isEqualTo(second);
    }

    @Test
    void manyNamesStayDifferent() {
        List<String> all = List.of("files.read", "files_read", "files read", "files:read", "读文件", "写文件",
                ToolNames.of(List.of("files.read")).upstream("files.read"));
        ToolNames names = ToolNames.of(all);

        assertThat(all.stream().map(names::upstream)).doesNotHaveDuplicates()
                .allMatch(name -> name.matches(LEGAL));
        assertThat(all.stream().map(names::upstream).map(names::client)).containsExactlyElementsOf(all);
    }

    @Test
    void aNameDoesNotDependOnTheOtherToolsOfTheRequest() {
        String alone = ToolNames.of(List.of("files.read")).upstream("files.read");

        assertThat(ToolNames.of(List.of("files_read", "x.y", "files.read")).upstream("files.read"))
                .isEqualTo(alone);
        assertThat(ToolNames.of(List.of()).upstream("files.read")).isEqualTo(alone);
    }

    @Test
    void aToolInANamespaceGivesWayToAFunctionOfTheSameName() {
        Tool inNamespace = new Tool("docs", "search");
        ToolNames names = ToolNames.ofTools(List.of(inNamespace, new Tool("", "docs__search")));

        assertThat(names.upstream("docs__search")).isEqualTo("docs__search");
        assertThat(names.upstream(inNamespace)).matches(LEGAL).startsWith("docs__search_");
        assertThat(names.tool(names.upstream(inNamespace))).contains(inNamespace);
    }

    @Test
    void toolsInNamespacesThatReadTheSameStayTwo() {
        List<Tool> tools = List.of(new Tool("a", "b__c"), new Tool("a__b", "c"));
        ToolNames names = ToolNames.ofTools(tools);

        assertThat(names.upstream(tools.getFirst())).isEqualTo("a__b__c");
        assertThat(names.tool(names.upstream(tools.getLast()))).contains(tools.getLast());
    }

    @Test
    void aNameThatNoToolWasGivenIsPassedOn() {
        assertThat(ToolNames.of(List.of("files.read")).client("files.read")).isEqualTo("files.read");
        assertThat(ToolNames.of(List.of()).tool("x")).isEmpty();
    }
}
