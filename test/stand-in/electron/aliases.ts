/**
 * `app://main/page` cannot be served to a stock Chromium: it knows no such scheme, and DevTools cannot register
 * one. A privileged scheme is therefore shown to the page as `https://main.app.invalid/page`: a secure context
 * with an origin, storage, workers and CSP, under a top-level domain that never exists (RFC 6761). Main sees
 * `app://` everywhere, because every URL is translated on the way.
 */
const privileged = new Set<string>()

export function addAliasedScheme(scheme: string): void {
  privileged.add(scheme)
}

export function isAliasedScheme(scheme: string): boolean {
  return privileged.has(scheme)
}

/** The address as Chromium knows it. */
export function toAlias(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  const [, scheme = '', host = '', rest = ''] = match ?? []
  if (!privileged.has(scheme.toLowerCase())) return url
  return `https://${host}.${scheme.toLowerCase()}.invalid${rest || '/'}`
}

/** The address as the app knows it. */
export function fromAlias(url: string): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.invalid(.*)$/.exec(url)
  const [, host = '', scheme = '', rest = ''] = match ?? []
  return privileged.has(scheme) ? `${scheme}://${host}${rest}` : url
}

/** A policy that names `app:` or `app://main` must mean the alias, or it would forbid the app's own files. */
export function aliasPolicy(policy: string): string {
  return policy.replace(
    /(^|[\s;])([a-z][a-z0-9+.-]*):(?:\/\/([^\s;/]+))?(?=[\s;/]|$)/g,
    (all: string, before: string, scheme: string, host: string | undefined) =>
      privileged.has(scheme) ? `${before}https://${host ?? '*'}.${scheme}.invalid` : all,
  )
}
