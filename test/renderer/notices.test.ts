import { expect, test } from 'vitest'
import type { DeskStatus } from '../../preload/contract/views.ts'
import { applyNotice, makeQueryClient } from '../../renderer/desk/queries.ts'
import { keyOf } from '../../renderer/desk/use-desk.ts'

/** A client that holds the answers of three channels, and the desk in `phase`. */
function clientIn(phase: DeskStatus['phase']) {
  const client = makeQueryClient()
  client.setQueryData(keyOf('desk.status', {}), { ok: true, value: { phase } })
  client.setQueryData(keyOf('tasks.list', {}), { ok: true, value: [] })
  client.setQueryData(keyOf('inventory.counts', {}), { ok: true, value: {} })
  const stale = () =>
    client
      .getQueryCache()
      .getAll()
      .filter(({ state }) => state.isInvalidated)
      .map(({ queryKey }) => queryKey[0])
  return { client, stale }
}

test('a changed topic makes stale what it names, and nothing else', () => {
  const { client, stale } = clientIn('signedIn')
  applyNotice(client, { kind: 'changed', topics: ['tasks'] })
  expect(stale()).toEqual(['tasks.list'])
})

test('behind the lock nothing but the status is asked again: main would refuse it', () => {
  const { client, stale } = clientIn('locked')
  applyNotice(client, { kind: 'changed', topics: ['tasks', 'inventory', 'status'] })
  expect(stale()).toEqual(['desk.status'])
})

test('a lock notice asks for the status', () => {
  const { client, stale } = clientIn('signedIn')
  applyNotice(client, { kind: 'locked' })
  expect(stale()).toEqual(['desk.status'])
})
