import { isAbsolute, relative, sep, type PlatformPath } from 'node:path'

/**
 * Whether `target` is `folder` or lies in it; both absolute, links are not followed. On Windows a target on another
 * drive or share is outside, though nothing leads up to it: `path.relative` then answers it as it stands.
 *
 * @param path the rules of the system whose paths these are
 */
export function isWithin(
  folder: string,
  target: string,
  path: Pick<PlatformPath, 'relative' | 'isAbsolute' | 'sep'> = { relative, isAbsolute, sep },
): boolean {
  const way = path.relative(folder, target)
  return !path.isAbsolute(way) && way !== '..' && !way.startsWith(`..${path.sep}`)
}
