/**
 * The XML of a file that anybody may have made, as a plain tree. Everything that lets a small file grow or
 * reach out (DTD, entities) is refused before the parser sees it, and it sees no more than one piece at a time.
 */
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { refuseFile, type FileRefusal } from './codes.ts'

/** `name` is without its namespace prefix, attributes keep theirs; `text` is trimmed and joined. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

export const MAX_FILE_MEGABYTES = 4

/** A PSKC key lies 10 levels deep. */
const MAX_DEPTH = 24

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  htmlEntities: false,
  maxNestedTags: MAX_DEPTH,
})

/** The text of a UTF-8 document without a DTD. */
export function readXml(bytes: Uint8Array): { readonly ok: true; readonly text: string } | FileRefusal {
  if (bytes.length > MAX_FILE_MEGABYTES * 1024 * 1024) {
    return refuseFile('FILE_TOO_LARGE', { limit: MAX_FILE_MEGABYTES })
  }
  const text = decodeUtf8(bytes)
  if (text === undefined) return refuseFile('PSKC_INVALID', { reason: 'encoding' })
  // Anywhere, in a comment too: no supplier's file has reason to.
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION|\[(?!CDATA\[))/i.test(text)) return refuseFile('PSKC_DTD')
  return { ok: true, text }
}

/** The one element of a piece of such a document (`split.ts`); undefined: it is none. */
export function parsePiece(text: string): XmlElement | undefined {
  let parsed: unknown
  try {
    parsed = parser.parse(text, true)
  } catch {
    // The parser's message quotes the file; it says nothing that a teller could act upon.
    return undefined
  }
  const roots = childrenOf(parsed)
  return roots.length === 1 ? roots[0] : undefined
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined // not UTF-8
    throw error
  }
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, 200))?.[1]
  if (declared !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(declared)) return undefined
  return text.includes('\0') ? undefined : text
}

const nodes = z.array(z.record(z.string(), z.unknown()))
const attributes = z.record(z.string(), z.string())

/** The parser's ordered form: `[{ Name: [children], ':@': { attribute: value } }, { '#text': '…' }]`. */
function childrenOf(list: unknown): XmlElement[] {
  const found: XmlElement[] = []
  for (const node of nodes.parse(list)) {
    for (const [name, content] of Object.entries(node)) {
      if (name === ':@' || name === '#text') continue
      found.push({
        name: localName(name),
        attributes: attributes.parse(node[':@'] ?? {}),
        children: childrenOf(content),
        text: textOf(content),
      })
    }
  }
  return found
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function textOf(list: unknown): string {
  const pieces = nodes.parse(list).map((node) => node['#text'])
  return unescape(pieces.filter((piece) => typeof piece === 'string').join('')).trim()
}

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five entities that need no declaration, replaced in one pass, so that nothing can grow. */
function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => PREDEFINED[name] ?? whole)
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name)
}

/** The element at a path of names, each the first of its name. */
export function descend(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(child, element)
}
