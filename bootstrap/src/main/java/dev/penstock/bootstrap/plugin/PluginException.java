package dev.penstock.bootstrap.plugin;

/// Why a folder's plug-in cannot be used, in one line for the person who put it there. Has no cause, which might be of
/// one of the plug-in's own classes and keep them all.
class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    PluginException(String message) {
        super(message);
    }
}
