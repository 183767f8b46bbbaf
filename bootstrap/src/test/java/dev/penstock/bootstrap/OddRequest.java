package dev.penstock.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A strange request, and what has to arrive of it upstream, made side by side and without a look into the gateway.
///
/// @param stream whether it asks for a stream
record OddRequest(String sent, String arrives, boolean stream) {
    private record Member(String sent, String arrives) {
        static Member same(String text) {
            return new Member(text, text);
        }
    }

    /// @param provider whom it asks
    /// @param model the model it asks for, if it asks for one
    /// @param otherwise the model it gets if it asks for none
    static OddRequest make(long seed, String provider, String model, String otherwise) {
        OddJson odd = new OddJson(seed);
        boolean stream = odd.chance(50);
        List<Member> members = new ArrayList<>();
        List<String> added = new ArrayList<>();
        members.add(
                Member.same("\"messages\"" + odd.space() + ":[{\"role\":\"user\",\"content\":" + odd.string()
                        + ",\"cache_control\":{}" + odd.space() + "}]"));
        if (odd.chance(85)) {
            String name = odd.one(List.of("\"model\":", "\"mo\\u0064el\" : ", "\"model\"\n:"));
            members.add(new Member(name + '"' + provider + '/' + model + '"', name + '"' + model + '"'));
        } else {
            added.add("\"model\":\"" + otherwise + '"');
        }
        members.add(Member
                .same("\"stream\":" + odd.space() + (stream ? "true" : odd.one(List.of("false", "null")))));
        options(odd, stream, members, added);
        while (odd.chance(80)) {
            members.add(Member.same(odd.member()));
        }
        if (odd.chance(3)) {
            members.add(Member.same("\"big\":\"" + "0123456789é".repeat(150_000) + '"'));
        }
        Collections.shuffle(members, new Random(seed));
        return write(odd, members, added, stream);
    }

    private static void options(OddJson odd, boolean stream, List<Member> members, List<String> added) {
        String name = "\"stream_options\"" + odd.space() + ":" + odd.space();
        switch (odd.one(List.of(0, 1, 2, 3))) {
            case 0 -> members.add(Member.same(name + "{ \"include_usage\" : true,\"x\":-0 }"));
            case 1 -> members.add(new Member(name + "{\"x\":1E1, \"include_usage\" :false}", name + (stream
                    ? "{\"x\":1E1, \"include_usage\" :true}"
                    : "{\"x\":1E1, \"include_usage\" :false}")));
            case 2 -> members.add(new Member(name + "{ \"x\":1.0 }", name + (stream
                    ? "{\"include_usage\":true, \"x\":1.0 }"
                    : "{ \"x\":1.0 }")));
            default -> {
                if (stream) {
                    added.add("\"stream_options\":{\"include_usage\":true}");
                }
            }
        }
    }

    private static OddRequest write(OddJson odd, List<Member> members, List<String> added, boolean stream) {
        String before = odd.space();
        StringBuilder sent = new StringBuilder(before).append('{');
        StringBuilder arrives = new StringBuilder(before).append('{');
        added.forEach(member -> arrives.append(member).append(','));
        String comma = "";
        for (Member member : members) {
            String space = odd.space();
            sent.append(comma).append(space).append(member.sent());
            arrives.append(comma).append(space).append(member.arrives());
            comma = odd.space() + ",";
        }
        String after = odd.space() + "}" + odd.space();
        return new OddRequest(sent.append(after).toString(), arrives.append(after).toString(), stream);
    }
}
