/**
 * The Content-Security-Policy of the desk's pages: nothing but our own files, no inline script or style
 * (Mantine's one style tag carries the page load's nonce), no plugin, no form target, no frame around us.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
