package dev.penstock.bootstrap.plugin;

/// Why a folder's plug-in cannot be used, in one line for the person who put it there. Has no cause, which might be of
/// one of the plug-in's own classes and keep them all.
final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean clash;

    PluginException(String message) {
        this(message, false);
    }

    private PluginException(String message, boolean clash) {
        super(message);
        this.clash = clash;
    }

    /// Its kind is somebody else's.
    static PluginException clash(String kind, String owner) {
        return new PluginException("the kind '" + kind + "' is taken by " + owner, true);
    }

    /// Whether it may be used once somebody else has given up a kind.
    boolean isClash() {
        return clash;
    }
}
