package dev.penstock.domain.route;

import java.util.Objects;
import java.util.Optional;

/// Another word for a model, for clients that know it by no other.
///
/// @param name what such clients write
/// @param meaning what is looked up instead; its star, if it has one, stands for what the name's does
public record ModelAlias(ModelPattern name, ModelPattern meaning) {
    public ModelAlias {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(meaning, "meaning");
        if (name.isLiteral() && !meaning.isLiteral()) {
            throw new IllegalArgumentException("the star of " + meaning.text() + " stands for nothing");
        }
    }

    /// What that name means; empty if it is not this alias.
    public Optional<String> meaningOf(String written) {
        return name.match(written).map(meaning::fill);
    }
}
