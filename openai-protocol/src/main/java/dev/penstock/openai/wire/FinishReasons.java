package dev.penstock.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.ChatBody.Member;
import dev.penstock.domain.chat.FinishWord;
import dev.penstock.domain.chat.JsonText;
import java.util.Optional;

/// Rewrites the finish reasons of a completion or a chunk into OpenAI's own words, because clients know no others: `MAX_TOKENS`
/// becomes `length`. Unknown words and all other bytes stay as they are.
final class FinishReasons {
    private static final String MEMBER = "finish_reason";

    private FinishReasons() {}

    /// The finish reason of a choice.
    static FinishWord of(JsonNode choice) {
        return FinishWord.of(choice.path(MEMBER).asText(""));
    }

    /// @param json an object with an array `choices`
    /// @param tree the same, parsed
    /// @return the very same text if there is nothing to rewrite
    static JsonText standard(JsonText json, JsonNode tree) {
        for (JsonNode choice : tree.path("choices")) {
            if (choice.path(MEMBER).isTextual() && !standard(choice.path(MEMBER)).isEmpty()) {
                return rewritten(json);
            }
        }
        return json;
    }

    private static JsonText rewritten(JsonText json) {
        ChatBody body = new ChatBody(json, ChatJson.members(json));
        BodyEdits edits = new BodyEdits(body);
        for (Member choices : body.members()) {
            if (choices.name().equals("choices") && json.byteAt(choices.valueStart()) == '[') {
                JsonText array = body.value(choices);
                ChatJson.elements(array)
                        .forEach(span -> rewrite(array.slice(span.start(), span.end()),
                                choices.valueStart() + span.start(), edits));
            }
        }
        return edits.apply();
    }

    /// @param offset where the choice begins in what is edited
    private static void rewrite(JsonText choice, int offset, BodyEdits edits) {
        if (choice.byteAt(0) != '{') {
            return;
        }
        for (Member member : ChatJson.members(choice)) {
            if (member.name().equals(MEMBER) && choice.byteAt(member.valueStart()) == '"') {
                Optional<String> word = JsonTrees.read(choice.slice(member.valueStart(), member.valueEnd()))
                        .map(FinishReasons::standard)
                        .filter(text -> !text.isEmpty());
                word.ifPresent(text -> edits.replace(offset + member.valueStart(),
                        offset + member.valueEnd(), JsonText.of(text)));
            }
        }
    }

    /// What to write instead; empty if the word is fine.
    private static String standard(JsonNode reason) {
        FinishWord word = FinishWord.of(reason.asText());
        if (word.meaning() == FinishWord.Meaning.PENDING) {
            return word.written().isBlank() ? "" : "null";
        }
        return word.forChats().equals(word.written()) ? "" : '"' + word.forChats() + '"';
    }
}
