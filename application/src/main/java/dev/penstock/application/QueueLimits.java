package dev.penstock.application;

import java.time.Duration;

/// Limits of a [UsageQueue].
///
/// @param capacity how many records may wait, at least 1
/// @param patience how long a request waits while the queue is full; zero if it never does
/// @param retryAfter how long after a failure the record is tried again
/// @param lastMoment how long a close waits for the recorder
record QueueLimits(int capacity, Duration patience, Duration retryAfter, Duration lastMoment) {}
