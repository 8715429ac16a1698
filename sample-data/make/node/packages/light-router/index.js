// A router that tries its patterns one after the other. It is a stand-in for
// an ordinary dependency: in the recording its functions carry URLs that
// contain `node_modules/light-router`.

export class Router {
  #routes = [];

  add(pattern, handler) {
    this.#routes.push({ matcher: compilePattern(pattern), handler });
    return this;
  }

  match(path) {
    for (const { matcher, handler } of this.#routes) {
      const found = matcher.exec(path);
      if (found) return { handler, parameters: found.groups ?? {} };
    }
    return undefined;
  }
}

function compilePattern(pattern) {
  const source = pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}
