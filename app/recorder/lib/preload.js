// Whether this package was asked for before the program, and how children come to be asked too.

/** Options of Node that load a module before the program. */
const OPTIONS = ['--import', '--require', '-r'];

/** Whether the package itself stands behind `--import` in the arguments or in `NODE_OPTIONS`. */
export function isPreloaded(execArgv, nodeOptions = '') {
  const words = [...execArgv, ...nodeOptions.split(/\s+/)].map((it) => it.replace(/^"|"$/g, ''));
  return words.some((word, at) => {
    const [option, value] = word.split(/=(.*)/s);
    const name = value ?? words[at + 1] ?? '';
    const isThis = name === 'asyncscope-recorder' || /asyncscope-recorder\/index\.js$/.test(name);
    return OPTIONS.includes(option) && isThis;
  });
}

/** `NODE_OPTIONS` with `url` to be imported first, once. */
export function withImport(nodeOptions, url) {
  const option = `--import ${url}`;
  if (!nodeOptions) return option;
  return nodeOptions.includes(url) ? nodeOptions : `${nodeOptions} ${option}`;
}
