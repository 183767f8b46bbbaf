package dev.penstock.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallPiecesTest {

    /// Chunks are separated by `/`; a piece is `index,id,name,arguments`, and `_` is a member that is not there.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"_,_,f,{1} _,_,f,{2} | f{1} f{2}",
            "_,_,f,{1} / _,_,f,{2} | f{1} f{2}",
            "0,_,f,{1} 0,_,f,{2} | f{1} f{2}", "0,_,f,{1} / 0,_,f,{2} | f{1} f{2}",
            "_,_,f,_ _,_,f,_ | f f", "_,_,f,{1 / _,_,_,} | f{1}", "_,_,f,{1 / _,_,f,} | f{1}",
            "_,_,f,_ / _,_,g,_ | f g", "0,_,f,_ / 0,_,_,{1} / 0,_,f,_ / 0,_,_,{2} | f{1} f{2}",
            "0,_,f,{1} / 0,_,f,_ | f{1}", "0,a,f,{1 / 0,b,_,} | f{1}", "0,a,f,{1} / 0,b,_,_ | f{1}",
            "0,a,f,{1} / 0,b,g,{2} | f{1} g{2}", "0,a,f,_ / 0,b,g,_ | f g",
            "_,a,f,{1} / _,b,f,{2} | f{1} f{2}",
            "_,a,f,{ / _,b,f,{ / _,a,_,1} / _,b,_,2} | f{1} f{2}", "_,a,f,{1} / _,a,f,{1} | f{1}",
            "_,a,f,{1} / _,a,f,{2} | f{1} f{2}", "1,a,f,{ 0,b,g,{ / 0,_,_,2} 1,_,_,1} | f{1} g{2}",
            "0,a,f,_ / 0,b,f,_ | f f", "0,a,f,_ / 0,b,f,_ / 0,b,_,{2} | f f{2}",
            "0,a,f,_ / 0,b,f,_ / 0,a,_,{ / 0,b,_,{ / 0,a,_,1} / 0,b,_,2} | f{1} f{2}",
            "0,a,f,{ / 0,b,f,{ / 0,a,_,1} / 0,b,_,2} | f{1} f{2}",
            "0,a,f,{ / 0,b,f,_ / 0,b,_,{2} / 0,a,_,1} | f{1} f{2}",
            "0,a,f,{ 0,b,f,{ / 0,a,_,1} 0,b,_,2} | f{1} f{2}", "0,a,f,{ / 0,b,f,1 / 0,c,f,} | f{1}",
            "0,a,f,{ / 0,b,g,{ / 0,a,_,1} / 0,c,f,{3} / 0,b,_,2} | f{1} g{2} f{3}",
            "0,a,f,_ / 0,a,f,{1 / 0,a,f,} | f{1}", "0,_,f,_ / 0,a,_,{1} | f{1}"})
    void eachPieceGoesToItsCall(String chunks, String expected) {
        CallPieces pieces = added(chunks);

        assertThat(pieces.calls()
                .stream()
                .map(call -> call.name() + call.arguments())
                .collect(
                        Collectors.joining(" ")))
                .isEqualTo(expected);
        assertThat(pieces.calls()).noneMatch(CallPieces.Call::isOverrun);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0,a,f,{}{1}", "0,a,f,{} / 0,_,_,{1}", "_,_,f,{} / _,_,_,{1}",
            "0,a,f,{1} / 0,a,_,{1", "0,a,f,{}}"})
    void argumentsThatGoOnBehindTheirEndAreNoticed(String chunks) {
        assertThat(added(chunks).calls()).singleElement().matches(CallPieces.Call::isOverrun);
    }

    private static CallPieces added(String chunks) {
        CallPieces pieces = new CallPieces();
        for (String chunk : chunks.split(" / ", -1)) {
            pieces.nextDelta();
            for (String piece : chunk.split(" ", -1)) {
                pieces.add(piece(piece.split(",", -1)));
            }
        }
        return pieces;
    }

    private static JsonNode piece(String... parts) {
        var piece = CarriedJson.object();
        if (!parts[0].equals("_")) {
            piece.put("index", Integer.parseInt(parts[0]));
        }
        if (!parts[1].equals("_")) {
            piece.put("id", parts[1]);
        }
        var function = piece.putObject("function");
        if (!parts[2].equals("_")) {
            function.put("name", parts[2]);
        }
        if (!parts[3].equals("_")) {
            function.put("arguments", parts[3]);
        }
        return piece;
    }
}
