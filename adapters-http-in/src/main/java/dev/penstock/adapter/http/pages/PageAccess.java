package dev.penstock.adapter.http.pages;

import java.util.List;
import java.util.Locale;

/// Which web pages may use the gateway, as configured.
///
/// @param origins as browsers write them in `Origin`; `*` for all
/// @param hosts names and addresses of the gateway besides its own, for the header `Host`
/// @param guarded whether pages of other machines are refused unless they are listed, and host names, too: without a key,
///        a browser may be the only thing between a page and the owner's money
public record PageAccess(List<String> origins, List<String> hosts, boolean guarded) {
    public static final String ANY = "*";

    public PageAccess {
        origins = origins.stream().map(PageAccess::asBrowsersWrite).toList();
        hosts = List.copyOf(hosts);
    }

    /// Pages of this machine alone.
    public static PageAccess usual() {
        return new PageAccess(List.of(ANY), List.of(), true);
    }

    /// Any page, under any name.
    public static PageAccess open() {
        return new PageAccess(List.of(ANY), List.of(), false);
    }

    boolean anyOrigin() {
        return origins.contains(ANY);
    }

    /// Whether it is a host name or an address, with or without a port.
    public static boolean isHost(String host) {
        return HostName.parse(host).isPresent() || HostName.ofListener(host).isPresent();
    }

    /// Lower case, without the port that goes without saying, and without a slash at the end.
    private static String asBrowsersWrite(String origin) {
        String written = origin.strip().toLowerCase(Locale.ROOT);
        written = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
        if (written.startsWith("https://") && written.endsWith(":443")) {
            return written.substring(0, written.length() - ":443".length());
        }
        if (written.startsWith("http://") && written.endsWith(":80")) {
            return written.substring(0, written.length() - ":80".length());
        }
        return written;
    }
}
