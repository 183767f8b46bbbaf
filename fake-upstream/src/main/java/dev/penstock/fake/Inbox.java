package dev.penstock.fake;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a connection's reader has taken from the socket, and its server has not read yet.
///
/// The reader reads ahead, so that it sees at once when the peer leaves; but no further than [#CAPACITY], so that a body
/// nobody asks for stays in the kernel as it would with a real server.
final class Inbox extends InputStream {
    static final int CAPACITY = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[CAPACITY];
    private int start;
    private int length;
    private boolean ended;

    /// Reads from the socket until its end; blocks while the inbox is full.
    void fillFrom(InputStream socket) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = socket.read(buffer); n >= 0; n = socket.read(buffer)) {
            if (!put(buffer, n)) {
                return;
            }
        }
    }

    /// No more comes; what is here can still be read.
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int limit) throws IOException {
        if (limit == 0) {
            return 0; // InputStream.readNBytes asks so at its end, and must not wait
        }
        lock.lock();
        try {
            while (length == 0 && !ended) {
                changed.awaitUninterruptibly();
            }
            if (length == 0) {
                return -1;
            }
            int n = Math.min(Math.min(limit, length), CAPACITY - start);
            System.arraycopy(ring, start, target, offset, n);
            start = (start + n) % CAPACITY;
            length -= n;
            changed.signalAll();
            return n;
        } finally {
            lock.unlock();
        }
    }

    private boolean put(byte[] bytes, int count) {
        lock.lock();
        try {
            while (length + count > CAPACITY && !ended) {
                changed.awaitUninterruptibly();
            }
            if (ended) {
                return false;
            }
            int end = (start + length) % CAPACITY;
            int first = Math.min(count, CAPACITY - end);
            System.arraycopy(bytes, 0, ring, end, first);
            System.arraycopy(bytes, first, ring, 0, count - first);
            length += count;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
