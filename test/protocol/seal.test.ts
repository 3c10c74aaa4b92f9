import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../protocol/bytes.ts'
import { GCM_TAG_BYTES, openSeal, seal, SEAL_SALT_BYTES } from '../../protocol/seal.ts'
import { random } from './event.ts'
import { flip } from './must.ts'

const context = { key: random(32), label: utf8('fobdesk/test/1'), aad: utf8('slot 1') }

test('opens to what was sealed, and is longer by salt and tag', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (plaintext) => {
      const sealed = seal(context, plaintext, random)
      expect(sealed).toHaveLength(plaintext.length + SEAL_SALT_BYTES + GCM_TAG_BYTES)
      expect(openSeal(context, sealed)).toEqual({ ok: true, value: plaintext })
    }),
  )
})

test('another key, label, context, any flipped bit or a cut is refused', () => {
  const sealed = seal(context, utf8('secret'), random)
  const others = [{ key: random(32) }, { label: utf8('fobdesk/test/2') }, { aad: utf8('slot 2') }]
  for (const other of others) {
    expect(openSeal({ ...context, ...other }, sealed)).toMatchObject({ code: 'SEAL_NOT_OPENED' })
  }
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = sealed.slice()
    flip(flipped, bit >> 3, 1 << (bit & 7))
    expect(openSeal(context, flipped).ok, `bit ${bit}`).toBe(false)
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(openSeal(context, sealed.subarray(0, length)).ok, `length ${length}`).toBe(false)
  }
})
