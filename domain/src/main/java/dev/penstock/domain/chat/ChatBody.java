package dev.penstock.domain.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A request's JSON object, verbatim, with a table of where its top-level members stand.
///
/// The table is made in the one scan that every request gets, so that whoever has to edit a member can splice the bytes
/// instead of writing the object anew.
///
/// @param json the whole object, as the client sent it
/// @param members in the order of the text; a name may occur twice, as JSON does not forbid it
public record ChatBody(JsonText json, List<Member> members) {

    /// One top-level member; all positions are byte offsets into the text, ends exclusive.
    ///
    /// @param name with escapes resolved: a key spelt with `\\u006d` for its first letter is found all the same
    /// @param nameStart the key's opening quote
    /// @param valueStart the value's first byte
    /// @param valueEnd one past the value's last byte
    public record Member(String name, int nameStart, int valueStart, int valueEnd) {
        public Member {
            Objects.requireNonNull(name, "name");
            if (nameStart < 0 || valueStart <= nameStart || valueEnd <= valueStart) {
                throw new IllegalArgumentException("member " + name + " has no place in the text");
            }
        }
    }

    public ChatBody {
        Objects.requireNonNull(json, "json");
        members = List.copyOf(members);
    }

    /// The member of that name; of several the last, which is the one nearly all parsers go by.
    public Optional<Member> member(String name) {
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).name().equals(name)) {
                return Optional.of(members.get(i));
            }
        }
        return Optional.empty();
    }

    /// The value of a member, verbatim.
    public JsonText value(Member member) {
        return json.slice(member.valueStart(), member.valueEnd());
    }
}
