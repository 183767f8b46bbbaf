package dev.penstock.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Finds what YAML allows and no configuration means: an alias inside of what it stands for, and so without an end.
final class YamlLoops {
    private final Map<String, Integer> anchors = new HashMap<>(); // the latest node of each name
    private final Deque<Integer> open = new ArrayDeque<>();
    private int nodes;

    private YamlLoops() {}

    /// The line, from 1 up, of the first such alias; empty if there is none.
    static OptionalInt find(Iterable<Event> events) {
        YamlLoops loops = new YamlLoops();
        for (Event event : events) {
            if (loops.closes(event)) {
                return OptionalInt.of(event.getStartMark().getLine() + 1);
            }
        }
        return OptionalInt.empty();
    }

    private boolean closes(Event event) {
        switch (event) {
            case AliasEvent alias -> {
                Integer node = anchors.get(alias.getAnchor());
                return node != null && open.contains(node);
            }
            case CollectionStartEvent start -> {
                note(start);
                open.push(nodes);
            }
            case CollectionEndEvent _ -> open.pop();
            case ScalarEvent scalar -> note(scalar);
            default -> {
            }
        }
        return false;
    }

    private void note(NodeEvent node) {
        nodes++;
        if (node.getAnchor() != null) {
            anchors.put(node.getAnchor(), nodes);
        }
    }
}
