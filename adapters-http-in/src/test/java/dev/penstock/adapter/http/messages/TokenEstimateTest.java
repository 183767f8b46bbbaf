package dev.penstock.adapter.http.messages;

import static dev.penstock.adapter.http.messages.Converted.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing that costs is forgotten.
final class TokenEstimateTest {
    private static final String ASK = "'messages':[{'role':'user','content':'Hi'}]";

    @ParameterizedTest
    @CsvSource({"'', 0", "abcd, 1", "abcde, 2", "世界世, 2", "äöüß, 2", "😀, 1"})
    void goesByTheAlphabet(String text, long tokens) {
        assertThat(TokenEstimate.ofText(text)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'system':'abcdefgh' | 2",
            "'system':[{'type':'text','text':'abcd'},{'type':'text','text':'abcd'}] | 2",
            "'tools':[{'name':'abcd','description':'abcd','input_schema':{'abcd':'abcd'}}] | 138",
            "'tools':[] | 0", "'temperature':1 | 0"})
    void countsWhatStandsBesideTheMessages(String field, long more) {
        assertThat(of(ASK + "," + field) - of(ASK)).isEqualTo(more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'text','text':'abcd'} | 1",
            "{'type':'image','source':{'type':'base64','data':'aGk='}} | 1500",
            "{'type':'tool_use','name':'abcd','input':{'abcd':['abcd']}} | 18",
            "{'type':'tool_result','content':'abcd'} | 13",
            "{'type':'tool_result','content':[{'type':'image'}]} | 1512",
            "{'type':'thinking','thinking':'abcd'} | 1",
            "{'type':'document','source':{'type':'text','data':'abcd'}} | 1",
            "{'type':'document','source':{'type':'content','content':[{'type':'text','text':'abcd'}]}} | 1",
            "{'type':'document','source':{'type':'base64','data':'aGk='}} | 1500",
            "{'type':'search_result','content':[{'type':'text','text':'abcd'}]} | 1"})
    void countsEveryKindOfBlock(String block, long more) {
        assertThat(of("'messages':[{'role':'user','content':[" + block + "]}]")
                - of("'messages':[{'role':'user','content':[]}]")).isEqualTo(more);
    }

    @Test
    void isNeverNothing() {
        assertThat(of("'messages':[]")).isEqualTo(1);
    }

    private static long of(String fields) {
        return TokenEstimate.of(json("{" + fields + "}"));
    }
}
