package dev.penstock.bootstrap.plugin;

/// A plug-in's kind is somebody else's, who may yet give it up.
final class ClashException extends PluginException {
    private static final long serialVersionUID = 1;

    ClashException(String message) {
        super(message);
    }
}
