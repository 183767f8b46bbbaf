package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ChatBody;
import dev.penstock.domain.chat.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingEncodingTest {
    private static final String BASE64 = "{'encoding_format':'base64'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[0.5,-1.0,0.25,2.0] | 'AAAAPwAAgL8AAIA+AAAAQA=='", "[1, -5E-1] | 'AACAPwAAAL8='", "[] | ''",
            "[ -0 , 1e-50 ] | 'AAAAgAAAAAA='", "'AACAPw==' | 'AACAPw=='"})
    void numbersBecomeLittleEndianFloatsInBase64(String vector, String expected) {
        assertThat(converted(BASE64, data(vector))).isEqualTo(text(data(expected)));
    }

    @Test
    void aLongVectorIsConvertedWhole() {
        String vector = "[" + "1,".repeat(4999) + "1]";

        assertThat(converted(BASE64, data(vector)))
                .isEqualTo(text(data("'" + "AACAPwAAgD8AAIA/".repeat(1666) + "AACAPwAAgD8='")));
    }

    @Test
    void theRestOfTheBodyKeepsItsBytes() {
        assertThat(converted("{ 'encoding\\u005fformat' : 'base64'}", """
                { 'odd':1E-0007,'data' : [ {'embedding': [1.0] ,'index':0,'é':'\\u00e9'}, null,
                 {'index':1,'\\u0065mbedding':[1.0]},{'embedding':'AACAPw=='} ],'data ':[{'embedding':[1]}] }
                """)).isEqualTo(
                text("""
                        { 'odd':1E-0007,'data' : [ {'embedding': 'AACAPw==' ,'index':0,'é':'\\u00e9'}, null,
                         {'index':1,'\\u0065mbedding':'AACAPw=='},{'embedding':'AACAPw=='} ],'data ':[{'embedding':[1]}] }
                        """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1e39]", "[1,null]", "['1']", "[[1,2],[3,4]]", "[true]", "{'a':1}", "7", "null"})
    void aVectorThatBase64CannotHoldKeepsItsBytes(String vector) {
        assertThat(converted(BASE64, data(vector))).isEqualTo(text(data(vector)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'encoding_format':'float'}", "{'encoding_format':null}", "{}",
            "{'output_dtype':'float','input':'x'}"})
    void base64BecomesNumbersWhereNumbersWereAskedFor(String request) {
        assertThat(converted(request, data("'AACAPwAAAL8='"))).isEqualTo(text(data("[1.0,-0.5]")));
        assertThat(converted(request, data("[1E-0007, 2]"))).isEqualTo(text(data("[1E-0007, 2]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'AACAPw'", "'AACA'", "'no base64!'", "'AACAfw=='", "'AADAfw=='"})
    void aStringThatHoldsNoFloatsKeepsItsBytes(String vector) {
        String expected = vector.equals("'AACAPw'") ? "[1.0]" : vector;

        assertThat(converted("{}", data(vector))).isEqualTo(text(data(expected)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'encoding_format':'int8'} | [1]",
            "{'embedding_type':'base64'} | 'AACAPw=='",
            "{'encoding_format':'base64','output_dtype':'int8'} | [1]"})
    void otherFormatsAreLeftAlone(String request, String vector) {
        assertThat(converted(request, data(vector))).isEqualTo(text(data(vector)));
    }

    @Test
    void anAnswerInUtf16KeepsItsBytes() {
        JsonText wide = JsonText.owning(text(data("[1.0]")).getBytes(StandardCharsets.UTF_16));

        assertThat(EmbeddingEncoding.convert(body(BASE64), wide)).isSameAs(wide);
    }

    private static String data(String vector) {
        return "{'object':'list','data':[{'object':'embedding','index':0,'embedding':" + vector + "}]}";
    }

    private static String converted(String request, String response) {
        return EmbeddingEncoding.convert(body(request), JsonText.of(text(response))).text();
    }

    private static ChatBody body(String request) {
        JsonText json = JsonText.of(text(request));
        return new ChatBody(json, ChatJson.members(json));
    }

    private static String text(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
