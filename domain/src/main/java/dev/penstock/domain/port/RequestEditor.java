package dev.penstock.domain.port;

import dev.penstock.domain.chat.JsonText;

/// An interceptor that changes requests.
public non-sealed interface RequestEditor extends Interceptor {

    /// @return the body to go on with, in the same API as [InterceptedRequest#endpoint()] says; the request's own if there
    ///         is nothing to change. A body that is no request any more counts as a failure of the editor.
    JsonText edit(InterceptedRequest request);
}
