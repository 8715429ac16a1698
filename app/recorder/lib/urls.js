// URLs without what is nobody's business.

/** Drops values of the query, the fragment, and any password; keeps the names of the query. */
export function withoutSecrets(url) {
  const end = url.search(/[?#]/);
  const query = url[end] === '?' ? url.slice(end + 1).split('#', 1)[0] : '';
  const place = (end === -1 ? url : url.slice(0, end)).replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
  if (query === '') return place;
  const names = query.split('&').map((it) => it.split('=', 1)[0]);
  return `${place}?${names.join('&')}`;
}

/** The path of a URL, without query and fragment. */
export function pathOf(url) {
  const query = url.indexOf('?');
  const end = query === -1 ? url.indexOf('#') : query;
  if (end === -1) return url;
  const place = url.slice(0, end);
  const fragment = place.indexOf('#');
  return fragment === -1 ? place : place.slice(0, fragment);
}
