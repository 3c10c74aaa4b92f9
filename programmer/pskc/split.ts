/**
 * A file's text cut at the key packages below its root, so that only one of them is ever a tree in memory: a whole
 * lot as one tree takes hundreds of megabytes (P9: 256). Follows the markup and nothing else; whether a piece is
 * sound XML is the parser's to say.
 */
import { refuseFile, type FileRefusal } from './codes.ts'

export interface Pieces {
  readonly ok: true
  /** The document without its key packages. */
  readonly frame: string
  /** Each with its own tags, in the file's order. */
  readonly packages: readonly string[]
}

/** Longest piece, characters: a package has some 900, a frame some 1,500. */
const MAX_PIECE = 16 * 1024

/** Most tags, comments and the like in one piece: a package has some 36. Small trees die young. */
const MAX_TAGS = 200

const NAME = /[^\s/>]+/y

export function splitPackages(text: string): Pieces | FileRefusal {
  const packages: string[] = []
  const frame: string[] = []
  const tags = { frame: 0, piece: 0 }
  let depth = 0
  /** Where the frame goes on. */
  let framed = 0
  /** Where the package begins that has not ended. */
  let begun: number | undefined
  for (let at = text.indexOf('<'); at !== -1;) {
    const end = endOfMarkup(text, at)
    if (end === undefined) return refuseFile('PSKC_INVALID', { reason: 'xml' })
    const sign = text.charAt(at + 1)
    const closes = sign === '/'
    const opens = !closes && sign !== '!' && sign !== '?'
    if (opens && depth === 1 && isPackage(text, at + 1)) {
      frame.push(text.slice(framed, at))
      begun = at
      tags.piece = 0
    }
    tags[begun === undefined ? 'frame' : 'piece'] += 1
    if (tags.frame > MAX_TAGS || tags.piece > MAX_TAGS) return refuseFile('PSKC_INVALID', { reason: 'size' })
    if (closes) depth -= 1
    else if (opens && text.charAt(end - 2) !== '/') depth += 1
    if (begun !== undefined && depth === 1) {
      if (end - begun > MAX_PIECE) return refuseFile('PSKC_INVALID', { reason: 'size' })
      packages.push(text.slice(begun, end))
      begun = undefined
      framed = end
    }
    at = text.indexOf('<', end)
  }
  if (begun !== undefined) return refuseFile('PSKC_INVALID', { reason: 'xml' })
  frame.push(text.slice(framed))
  const size = frame.reduce((sum, { length }) => sum + length, 0)
  if (size > MAX_PIECE) return refuseFile('PSKC_INVALID', { reason: 'size' })
  return { ok: true, frame: frame.join(''), packages }
}

/** Just behind the tag, comment, CDATA section or processing instruction that begins here; undefined: it has no end. */
function endOfMarkup(text: string, at: number): number | undefined {
  for (const [opening, closing] of closings) {
    if (!text.startsWith(opening, at)) continue
    const end = text.indexOf(closing, at + opening.length)
    return end < 0 ? undefined : end + closing.length
  }
  for (let index = at + 1; index < text.length; index += 1) {
    const sign = text.charAt(index)
    if (sign === '>') return index + 1
    // A quoted attribute may hold a `>`.
    if (sign !== '"' && sign !== "'") continue
    index = text.indexOf(sign, index + 1)
    if (index < 0) return undefined
  }
  return undefined
}

const closings = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function isPackage(text: string, nameAt: number): boolean {
  NAME.lastIndex = nameAt
  const [name = ''] = NAME.exec(text) ?? []
  return name.slice(name.indexOf(':') + 1) === 'KeyPackage'
}
