package dev.penstock.domain.route;

import java.util.Objects;

/// Identifies a session for rendezvous hashing. Each choice has a score for each session; a session uses the available
/// choice with the best score. A choice that becomes unavailable therefore moves only its own sessions, and they return
/// to it afterwards.
///
/// Scores depend on nothing but their arguments: they are the same after a restart and in every gateway.
///
/// @param source what the session was recognised by
/// @param hash of the session id or of the prompt
public record AffinityKey(Source source, long hash) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    /// What a session is recognised by.
    public enum Source {
        /// An id that the client sent.
        ID,
        /// The beginning of the prompt, which stays the same while a conversation grows.
        PROMPT
    }

    public AffinityKey {
        Objects.requireNonNull(source, "source");
    }

    /// The session with that id.
    public static AffinityKey ofSession(String id) {
        return new AffinityKey(Source.ID, hash(id));
    }

    /// The session whose prompt begins with text of that hash.
    public static AffinityKey ofPrompt(long hash) {
        return new AffinityKey(Source.PROMPT, hash);
    }

    /// The score of a named choice, above 0 and below 1; evenly distributed over sessions and over names.
    double score(String choice) {
        return score(hash(choice));
    }

    /// The score of a numbered choice, as for a named one.
    public double score(long choice) {
        return ((mix(hash + mix(choice)) >>> 11) + 0.5) * UNIT;
    }

    /// FNV-1a over characters.
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit changes half of the output bits.
    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
