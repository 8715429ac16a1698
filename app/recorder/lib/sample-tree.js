// The one growing call tree of a thread, into which each profile of the CPU is laid.

/** So many nodes are kept; beyond them samples count for the nearest caller that is known. */
const MAX_NODES = 500_000;

/** A node of the tree. */
class Node {
  children;

  constructor(id) {
    this.id = id;
  }
}

/** A node as it is written. */
class WrittenNode {
  constructor(id, parent, { functionName, scriptId, url, lineNumber, columnNumber }) {
    this.id = id;
    this.parent = parent;
    this.callFrame = { functionName, scriptId, url, lineNumber, columnNumber };
  }
}

/** A node of a profile, and that of the tree once it is known. */
class Found {
  own;

  constructor(node) {
    this.node = node;
  }
}

export class SampleTree {
  #nodes = 0;
  #root;
  /** Nodes that were not written yet. */
  #fresh = [];
  /** The moment of the last sample that was taken over. */
  last;

  constructor(start) {
    this.last = start;
  }

  /** What a profile adds: new nodes, samples that are later than all before, and their distances. */
  add(profile) {
    const find = this.#finder(profile.nodes);
    const samples = [];
    const timeDeltas = [];
    let time = profile.startTime;
    profile.samples?.forEach((node, at) => {
      time += profile.timeDeltas[at];
      if (time <= this.last) return;
      samples.push(find(node).id);
      timeDeltas.push(time - this.last);
      this.last = time;
    });
    return { nodes: this.#fresh.splice(0), samples, timeDeltas };
  }

  /** Finds the node of the tree for one of the profile's, which name their children. */
  #finder(nodes) {
    const known = new Map();
    const callers = new Map();
    for (const node of nodes) {
      known.set(node.id, new Found(node));
      for (const child of node.children ?? []) callers.set(child, node.id);
    }
    return (id) => {
      const path = [];
      let it = known.get(id);
      while (it !== undefined && it.own === undefined) {
        path.push(it);
        it = known.get(callers.get(it.node.id));
      }
      let own = it?.own;
      while (path.length > 0) {
        const entry = path.pop();
        own = entry.own = this.#child(own, entry.node.callFrame);
      }
      return own;
    };
  }

  #child(caller, callFrame) {
    if (caller === undefined && this.#root !== undefined) return this.#root;
    const { functionName, scriptId, lineNumber, columnNumber } = callFrame;
    const key = `${scriptId}:${lineNumber}:${columnNumber}:${functionName}`;
    const found = caller?.children?.get(key);
    if (found !== undefined) return found;
    if (this.#nodes >= MAX_NODES) return caller;
    this.#nodes += 1;
    const made = new Node(this.#nodes);
    if (caller === undefined) this.#root = made;
    else (caller.children ??= new Map()).set(key, made);
    this.#fresh.push(new WrittenNode(made.id, caller?.id, callFrame));
    return made;
  }
}
