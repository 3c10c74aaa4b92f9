/** Full-width letters and digits to half width, and the many dashes that people type to one. */
export function foldWidth(text: string): string {
  return text.normalize('NFKC').replace(/[‐‑‒–—―−ーｰ]/g, '-')
}
