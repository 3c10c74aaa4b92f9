import { expect, test } from 'vitest'
import { channelNames } from '../../preload/channel-names.ts'
import { channels } from '../../preload/contract/channels.ts'

test('the preload exposes every channel of the contract and no other', () => {
  expect([...channelNames].sort()).toEqual(Object.keys(channels).sort())
})
