import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html as markup, type Content } from '../../hub/portal/html.ts'

test('what is put in is text, never markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const made = markup`<p title="${text}">${text}</p>`.toString()
      const inside = made.slice('<p title="'.length, -'</p>'.length)
      expect(inside.replaceAll('">', '')).not.toMatch(/[<>"'`]/)
      expect(unescaped(inside)).toBe(`${text}">${text}`)
    }),
  )
})

test('a value that looks like an entity stays what was typed', () => {
  expect(markup`${'&lt;'}`.toString()).toBe('&amp;lt;')
})

test('Html goes in as it is, lists are joined, nothing is nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const items = texts.map((text) => markup`<li>${text}</li>`)
      expect(markup`[${items}]`.toString()).toBe(`[${items.map(String).join('')}]`)
    }),
  )
  expect(markup`${null}${undefined}${false}${0}${''}${[[], ['a', ['b']]]}`.toString()).toBe('0ab')
})

test('an object that calls itself Html is escaped like everything else', () => {
  const forged = { toString: () => '<script>' }
  expect(markup`${forged as unknown as Content}`.toString()).not.toContain('<')
})

test('a value where escaping would not hold is a bug', () => {
  expect(() => markup`<p title=${'x'}></p>`).toThrow('unquoted')
  expect(() => markup`<p ${'onclick=alert(1)'}></p>`).toThrow('only Html')
  expect(() => markup`<script>${'x'}</script>`).toThrow('inline')
  expect(() => markup`<style>${'x'}</style>`).toThrow('inline')
  expect(() => markup`<p onclick="${'x'}"></p>`).toThrow('inline')
  expect(markup`<a href="?a=${'1'}" ${false} ${markup`hidden`}>${'='}</a>`.toString()).toBe(
    '<a href="?a=1"  hidden>=</a>',
  )
})

function unescaped(escaped: string): string {
  const named: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&#96;': '`',
    '&amp;': '&',
  }
  return escaped.replace(/&(?:lt|gt|quot|#39|#96|amp);/g, (entity) => named[entity] ?? entity)
}
