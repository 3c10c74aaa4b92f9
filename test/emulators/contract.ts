/** What every way to a reader must do, run against the strict fob over each of them. */
import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asSeed, SEED_BYTES } from '../../domain/otp.ts'
import type { Presence, Reader, ReaderWatcher } from '../../programmer/reader.ts'
import { authenticate } from '../../programmer/token2/authenticate.ts'
import { readIdentity } from '../../programmer/token2/info.ts'
import { writeFob } from '../../programmer/token2/procedure.ts'
import { writeSeed } from '../../programmer/token2/seed.ts'
import { freshSeed } from '../../programmer/fresh-seed.ts'
import { Field } from './field.ts'
import { StrictFob } from './strict-fob.ts'

export interface Stand {
  readonly watcher: ReaderWatcher
  close(): void | Promise<void>
}

export function readerContract(
  name: string,
  open: (field: Field, answerTimeoutMs: number) => Promise<Stand>,
): void {
  describe(`the reader contract over ${name}`, () => {
    let field: Field
    let stand: Stand
    let reader: Reader

    beforeEach(async () => {
      field = new Field()
      stand = await open(field, 1500)
      reader = await firstReader(stand.watcher)
    })
    afterEach(() => stand.close())

    async function lay(fob = new StrictFob()): Promise<StrictFob> {
      field.place(fob)
      await reaches(reader, 'present')
      return fob
    }

    function write(algorithm: 'sha1' | 'sha256', seed = freshSeed(algorithm)) {
      const order = { chipSerial: '8659610000123', algorithm, displaySeconds: 30, seed } as const
      return writeFob(reader, order, { now: Date.now, reached: () => undefined, cancelled: () => false })
    }

    it.each([true, false])(
      'identifies a fob, and sees it come and go (restricted clock: %s)',
      async (restricted) => {
        await lay(new StrictFob('8659610000123', restricted))
        expect(await readIdentity(reader)).toMatchObject({ ok: true, value: { model: 'C301-i' } })
        field.place(null)
        await reaches(reader, 'absent')
        expect(await readIdentity(reader)).toMatchObject({ ok: false, code: 'FOB_REMOVED' })
        await lay()
        expect(await readIdentity(reader)).toMatchObject({ ok: true })
      },
    )

    it.each(['sha1', 'sha256'] as const)(
      'writes a %s seed whose code oathtool agrees on',
      async (algorithm) => {
        const fob = await lay()
        const seed = asSeed(Uint8Array.from({ length: SEED_BYTES[algorithm] }, (_, index) => index * 7 + 1))
        const copy = Buffer.from(seed)
        expect(await write(algorithm, seed)).toMatchObject({ ok: true })
        expect(fob.seed).toEqual(copy)
        expect(fob).toMatchObject({ algorithm, stepSeconds: 60, answersSeen: 1 })
        expect(Math.abs(fob.clockOffsetSeconds)).toBeLessThanOrEqual(2)
        const clock = fob.clock()
        const options = [`--totp=${algorithm}`, '--time-step-size=60s', `--now=@${clock}`]
        const code = execFileSync('oathtool', [...options, copy.toString('hex')], { encoding: 'utf8' })
        expect(fob.display(clock)).toBe(code.trim())
      },
    )

    it.each([
      ['info', 'identify', false],
      ['challenge', 'authenticate', false],
      ['answer', 'authenticate', false],
      ['config', 'configure', true],
      ['seed', 'seed', true],
    ] as const)('a fob removed after %s fails at %s, ambiguous %s', async (step, at, ambiguous) => {
      const fob = await lay()
      field.fault = { step, kind: 'remove' }
      expect(await write('sha1')).toEqual({ ok: false, step: at, code: 'FOB_REMOVED', ambiguous })
      expect(fob.answersSeen).toBeLessThanOrEqual(1)
    })

    it.each(['garbage', 'long'] as const)('an answer that is %s is refused in words', async (kind) => {
      await lay()
      field.fault = { step: 'info', kind }
      const identity = await readIdentity(reader)
      expect(identity.ok ? '' : identity.code).toMatch(/^(FOB_ANSWER_INVALID|READER_FAULT|FOB_REMOVED)$/)
    })

    it('a reader that hangs is given up', async () => {
      await lay()
      field.fault = { step: 'info', kind: 'silence' }
      const identity = await readIdentity(reader)
      expect(identity.ok ? '' : identity.code).toMatch(/^(READER_TIMEOUT|FOB_REMOVED)$/)
    })

    it('a refused configuration is ambiguous and leaves no seed', async () => {
      const fob = await lay()
      field.fault = { step: 'config', kind: 'refuse' }
      expect(await write('sha1')).toMatchObject({ code: 'FOB_REFUSED_CONFIG', ambiguous: true })
      expect(fob.seed).toBeNull()
    })

    it('asks a locked fob once and never again', async () => {
      const fob = await lay()
      fob.locked = true
      expect(await write('sha1')).toMatchObject({
        step: 'authenticate',
        code: 'FOB_LOCKED',
        ambiguous: false,
      })
      expect(fob.answersSeen).toBe(1)
    })

    it('never sends a secret command to an unknown model', async () => {
      const fob = await lay(new StrictFob('1234567000123'))
      expect(await write('sha1')).toMatchObject({ code: 'FOB_UNKNOWN_MODEL', ambiguous: false })
      expect(new Set(fob.trace.map((apdu) => apdu.slice(0, 4)))).toEqual(new Set(['8041']))
    })

    it('a fob that was lifted and laid back has forgotten its authentication', async () => {
      const fob = await lay()
      expect(await authenticate(reader)).toMatchObject({ ok: true })
      field.place(null)
      await reaches(reader, 'absent')
      await lay(fob)
      expect((await writeSeed(reader, freshSeed('sha1'))).ok).toBe(false)
      expect(fob.seed).toBeNull()
    })
  })
}

export async function firstReader(watcher: ReaderWatcher): Promise<Reader> {
  for (;;) {
    const [reader] = watcher.readers
    if (reader !== undefined && reader.presence !== 'disconnected') return reader
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function reaches(reader: Reader, presence: Presence): Promise<void> {
  while (reader.presence !== presence) await new Promise((resolve) => setTimeout(resolve, 10))
}
