/** Where head office's server listens when an address names no port (`hub/main.ts`). */
const DEFAULT_PORT = '8443'

/**
 * `https://host:port` of what a person typed (`hub.example.jp`, `10.1.2.3:443`, `https://hub.example.jp/`);
 * undefined: it is no such address.
 */
export function headOfficeAddress(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim()
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return undefined
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(whole)
  const bare = pathname === '/' && [search, hash, username, password].every((part) => part === '')
  if (protocol !== 'https:' || !bare) return undefined
  // The URL class leaves 443 out where it was typed.
  const typedPort = /:(\d+)\/?$/.exec(text)?.[1]
  return `https://${hostname}:${port === '' ? (typedPort ?? DEFAULT_PORT) : port}`
}
