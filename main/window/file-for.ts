import { join, normalize, sep } from 'node:path'

/** The file inside `folder`, or undefined for a path that would leave it. */
export function fileFor(folder: string, pathname: string): string | undefined {
  const path = normalize(join(folder, pathname === '/' ? 'index.html' : pathname))
  return path.startsWith(normalize(folder) + sep) ? path : undefined
}
