import { expect, it } from 'vitest'
import { createHeadOfficeClient } from '../../../main/sync/head-office-client.ts'
import { HeadOfficeUnreachable } from '../../../protocol/head-office.ts'
import { manualTimers } from './timers.ts'

interface Sent {
  readonly id: number
  readonly method: string
}

function connect() {
  const sent: Sent[] = []
  const timers = manualTimers()
  let listener: (message: unknown) => void = () => undefined
  let closed: () => void = () => undefined
  const client = createHeadOfficeClient({
    port: {
      postMessage: (message) => sent.push(message as Sent),
      onMessage: (given) => {
        listener = given
      },
      onClose: (given) => {
        closed = given
      },
    },
    after: timers.after,
  })
  return { client, sent, timers, say: (message: unknown) => listener(message), close: () => closed() }
}

it('brings each answer to its question, in whatever order they come', async () => {
  const { client, sent, say, timers } = connect()
  const first = client.clock({})
  const second = client.clock({})
  expect(sent.map(({ method }) => method)).toEqual(['clock', 'clock'])
  say({ id: sent[1]?.id, output: { now: 2 } })
  say({ id: sent[0]?.id, output: { now: 1 } })
  expect([await first, await second]).toEqual([{ now: 1 }, { now: 2 }])
  expect(timers.waiting).toEqual([])
})

it('ignores what is no answer, answers nobody waits for, and late ones', async () => {
  const { client, sent, say, timers } = connect()
  const asked = client.clock({})
  for (const message of [null, 'x', { id: 77, output: {} }, { id: null, error: 'INPUT_MALFORMED' }])
    say(message)
  timers.fire()
  await expect(asked).rejects.toThrow(HeadOfficeUnreachable)
  say({ id: sent[0]?.id, output: { now: 1 } })
  const again = client.clock({})
  say({ id: sent[1]?.id, output: { now: 5 } })
  expect(await again).toEqual({ now: 5 })
})

it.each([
  ['of another shape', { output: { now: 'soon' } }],
  ['with a further field', { output: { now: 1, more: 2 } }],
  ['that the request could not be carried out', { error: 'INTERNAL' }],
])('counts an answer %s as not reached', async (_name, answer) => {
  const { client, sent, say } = connect()
  const asked = client.clock({})
  say({ id: sent[0]?.id, ...answer })
  await expect(asked).rejects.toThrow(HeadOfficeUnreachable)
})

it('hands a refusal on as a value', async () => {
  const { client, sent, say } = connect()
  const asked = client.login({ device: 'd', loginId: 'l', code: null })
  const refusal = { ok: false, code: 'USER_UNKNOWN', detail: { loginId: 'l' } }
  say({ id: sent[0]?.id, output: refusal })
  expect(await asked).toEqual(refusal)
})

it('rejects everything from the process’s end on', async () => {
  const { client, close } = connect()
  const asked = client.clock({})
  close()
  await expect(asked).rejects.toThrow('the process has ended')
  await expect(client.issueEnrolmentCode()).rejects.toThrow('the process has ended')
})
