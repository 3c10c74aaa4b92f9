import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Shapes } from '../../../main/projection/shapes.ts'

const names = fc.constantFrom('a', 'b', 'a,b', 'custody', 'ab')
const { value: plain } = fc.letrec<{ value: unknown; list: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}))

it('gives back every plain value, also by the shapes that were kept', () => {
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 8 }), plain, (values, later) => {
      const shapes = new Shapes()
      const texts = values.map((value) => shapes.encode(value))
      const kept = new Shapes(shapes.list)
      expect(texts.map((text) => shapes.decode(text))).toEqual(values)
      expect(texts.map((text) => kept.decode(text))).toEqual(values)
      expect(values.map((value) => kept.encode(value))).toEqual(texts)
      expect(kept.decode(kept.encode(later))).toEqual(later)
    }),
    { numRuns: 300 },
  )
})

it('keeps a shape once, by its names in their order, and takes an undefined field for none', () => {
  const shapes = new Shapes()
  const texts = [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
    { b: 5, a: 6 },
    { a: 7, b: undefined },
  ].map((value) => shapes.encode(value))
  expect(texts).toEqual(['[1,1,2]', '[1,3,4]', '[2,5,6]', '[3,7]'])
  expect(shapes.list).toEqual([['a', 'b'], ['b', 'a'], ['a']])
})
