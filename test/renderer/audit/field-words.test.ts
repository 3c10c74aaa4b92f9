import { expect, it } from 'vitest'
import { z } from 'zod'
import { eventSchemas } from '../../../domain/events.ts'
import { isFieldWord } from '../../../renderer/audit/field-words.ts'

/** The names of all fields at any depth of a JSON schema. */
function fieldsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(fieldsOf)
  if (typeof node !== 'object' || node === null) return []
  const properties: unknown = Reflect.get(node, 'properties')
  const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
  return [...own, ...Object.values(node).flatMap(fieldsOf)]
}

it.each(Object.entries(eventSchemas))('every field of %s has a name in words', (_type, { data }) => {
  const fields = fieldsOf(z.toJSONSchema(data, { unrepresentable: 'any' }))
  expect(fields.filter((field) => !isFieldWord(field))).toEqual([])
})
