/** Strict base64, as `xs:base64Binary` allows it (white space anywhere); undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, '')
  if (compact.length === 0 || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    return undefined
  }
  // In memory of its own, not in Node's shared pool, so that it can be wiped.
  return Uint8Array.from(Buffer.from(compact, 'base64'))
}
