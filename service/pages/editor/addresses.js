// How an IRI is shown, and where it is described: on this service if it is one of ours.
const BASE = "https://w3id.org/whoasks/";

export const here = (iri) => (iri.startsWith(BASE) ? `/${iri.slice(BASE.length)}` : iri);

export function named(iri, prefixes = {}) {
  const [name, namespace] = Object.entries(prefixes).find(([, start]) => iri.startsWith(start)) ?? [];
  return name === undefined ? iri.replace(BASE, "") : `${name}:${iri.slice(namespace.length)}`;
}
