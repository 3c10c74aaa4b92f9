import { describe, expect, test, vi } from 'vitest'
import { answerBridge, type BridgeOptions } from '../../../main/ipc/answer.ts'
import type { Handlers } from '../../../main/ipc/handlers.ts'
import { isOwnSender } from '../../../main/ipc/sender.ts'
import { channels, type Channel } from '../../../preload/contract/channels.ts'

type Event = Parameters<typeof answerBridge>[2]

const contents = { id: 1 } as unknown as Event['sender']
const frame = (url: string, parent: unknown = null) => ({ url, parent }) as unknown as Event['senderFrame']
const own: Event = { sender: contents, senderFrame: frame('app://desk/index.html#/home') }

const foreign: readonly (readonly [string, Event])[] = [
  ['another origin', { sender: contents, senderFrame: frame('https://desk/index.html') }],
  ['a look-alike host', { sender: contents, senderFrame: frame('app://desk.evil/index.html') }],
  ['a look-alike prefix', { sender: contents, senderFrame: frame('app://desk@evil/index.html') }],
  ['a file', { sender: contents, senderFrame: frame('file:///desk/index.html') }],
  ['a frame inside ours', { sender: contents, senderFrame: frame('app://desk/index.html', {}) }],
  ['a frame that is gone', { sender: contents, senderFrame: null }],
  [
    'another window',
    { sender: { id: 2 } as unknown as Event['sender'], senderFrame: frame('app://desk/index.html') },
  ],
]

/** No channel of the contract takes any of these. */
const malformed: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  [{}],
  { unexpected: 1 },
  { __proto__: null, constructor: 'x' },
  { command: 'x', password: 1 },
  { text: 'x'.repeat(100_000), limit: 1e9 },
]

function bridge() {
  const called = vi.fn(() => Promise.resolve({ ok: true as const, value: {} }))
  const handlers = new Proxy({} as Handlers, { get: () => called })
  const onRefused = vi.fn()
  const options: BridgeOptions = {
    handlers,
    isOwnSender: (event) => isOwnSender(event, 'app://desk', () => [contents]),
    onRefused,
    onError: () => 'E-1',
  }
  return { options, called, onRefused }
}

describe('every channel', () => {
  const names = Object.keys(channels) as Channel[]

  test.each(names)('%s refuses every foreign sender', async (channel) => {
    const { options, called, onRefused } = bridge()
    for (const [, event] of foreign) {
      expect(await answerBridge(options, channel, event, {})).toMatchObject({ code: 'SENDER_REFUSED' })
    }
    expect(called).not.toHaveBeenCalled()
    expect(onRefused).toHaveBeenCalledTimes(foreign.length)
  })

  test.each(names)('%s refuses malformed input', async (channel) => {
    const { options, called } = bridge()
    for (const input of malformed) {
      expect(await answerBridge(options, channel, own, input)).toMatchObject({ code: 'INPUT_MALFORMED' })
    }
    expect(called).not.toHaveBeenCalled()
  })
})

test('our own top frame with the right input reaches the handler', async () => {
  const { options, called } = bridge()
  expect(await answerBridge(options, 'desk.status', own, {})).toEqual({ ok: true, value: {} })
  expect(called).toHaveBeenCalledWith({})
})

test('a bug shows a reference, not its text', async () => {
  const { options, called } = bridge()
  called.mockRejectedValueOnce(new Error('a path of this machine'))
  expect(await answerBridge(options, 'desk.status', own, {})).toEqual({
    ok: false,
    code: 'INTERNAL',
    detail: { reference: 'E-1' },
  })
})
