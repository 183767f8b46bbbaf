package dev.penstock.adapter.http;

import dev.penstock.adapter.http.pages.PageAccess;
import java.util.Optional;

/// A request target in absolute form, as clients send it to a proxy (RFC 9112, section 3.2.2): `http://host/path`.
///
/// @param authority host and port
/// @param path with escapes; `/` if there is none
record AbsoluteTarget(String authority, String path) {
    /// Parses a target without its query.
    ///
    /// @return empty if it is in another form, or its authority is not a host
    static Optional<AbsoluteTarget> parse(String target) {
        int begin = afterScheme(target, "http://") + afterScheme(target, "https://");
        if (begin == 0) {
            return Optional.empty();
        }
        int slash = target.indexOf('/', begin);
        String authority = slash < 0 ? target.substring(begin) : target.substring(begin, slash);
        return PageAccess.isHost(authority)
                ? Optional.of(new AbsoluteTarget(authority, slash < 0 ? "/" : target.substring(slash)))
                : Optional.empty();
    }

    private static int afterScheme(String target, String scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length()) ? scheme.length() : 0;
    }
}
