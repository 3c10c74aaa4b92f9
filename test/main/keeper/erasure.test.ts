/** Retention end to end: a person whose time is over is in no file of the store, and everything else stands. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RosterRow } from '../../../domain/commands.ts'
import { MANAGER, openTraining } from '../desk/counter.ts'
import { upkeep, workplace } from '../desk/idle-hour.ts'
import { recorded } from '../desk/recorded.ts'
import { there } from '../desk/there.ts'
import { createWorld, type World } from '../desk/world.ts'
import { eventList, textOf } from './event-list.ts'

const CLOSED = '2000001'
const OTHER = '2000002'
/** A name that nobody else of the generated roster has. */
const PERSON = { name: '忘却院 消太郎', kana: 'ボウキャクイン ショウタロウ' }
const EIGHT_YEARS = 8 * 366 * 24 * 60

/** The contract's rows as the roster has them, the contract closed. */
function closing(world: World, contractNo: string): RosterRow[] {
  const { state } = workplace(world).store
  const { loginIds, ...contract } = there(state.get('contract', contractNo))
  return loginIds.map((loginId) => {
    const { role, rosterStatus } = there(state.get('user', loginId))
    const user = { loginId, ...PERSON, role, rosterStatus }
    return { contract: { ...contract, status: 'closed' }, user }
  })
}

/** Everything readable that any file of this PC holds, decrypted where it is sealed. */
async function everything(world: World): Promise<string> {
  const { store, vault } = workplace(world)
  const texts: string[] = []
  for await (const { commit } of store.journal.commits(1)) {
    for (const { data, personal, parts } of commit.events) {
      texts.push(JSON.stringify([data, personal]), ...parts.map(({ bytes }) => Buffer.from(bytes).toString()))
    }
  }
  for await (const { projection } of there(vault.snapshots).good((epoch) =>
    workplace(world).keys.epochKey(epoch),
  )) {
    texts.push(textOf(projection))
  }
  for (const name of await readdir(world.root, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) texts.push((await readFile(join(name.parentPath, name.name))).toString('utf8'))
  }
  return texts.join('\n')
}

it('erases a closed contract’s people after the retention time from every file, and nobody else', async () => {
  const world = await createWorld({ keeping: await eventList() })
  await openTraining(world, MANAGER)
  const { state } = workplace(world).store
  const gone = there(state.get('contract', CLOSED))
  const stays = there(state.get('contract', OTHER))
  await workplace(world).commands.run(
    { type: 'importRoster', fileName: 'meibo.csv', rows: closing(world, CLOSED) },
    workplace(world).self({ staffNo: MANAGER, role: 'manager', deputy: false }, true),
  )
  await world.call('sync.now', {})
  await upkeep(world)
  const before = await everything(world)
  for (const text of [gone.name, gone.phone, PERSON.name, stays.name]) expect(before).toContain(text)

  await world.advance(EIGHT_YEARS)
  await world.call('sync.now', {})
  const { head } = workplace(world).store.journal
  await upkeep(world)
  expect(world.errors).toEqual([])
  const after = await everything(world)
  for (const text of [gone.name, gone.kana, gone.phone, PERSON.name, PERSON.kana]) {
    expect(text).not.toBe('')
    expect(after.split(text).length - 1, text).toBe(0)
  }
  expect(after).toContain(stays.name)
  const asked = { text: '', type: 'PersonalDataErased', staffNo: null, before: null, limit: 10 }
  const { entries } = await recorded(world, asked)
  expect(entries).toHaveLength(1)
  const erased = JSON.parse(there(entries[0]).data)
  // The contract as it was and as it was closed, and its users likewise.
  expect(erased.parts).toBeGreaterThanOrEqual(2 + 2 * gone.loginIds.length)
  expect(Object.keys(erased).sort()).toEqual(['before', 'parts'])
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
  expect(workplace(world).store.journal.head.events).toBeGreaterThanOrEqual(head.events)

  await world.restart()
  await world.signIn(MANAGER)
  expect(world.openings.at(-1)?.from).toBe('snapshot')
  expect(await world.call('customers.get', { contractNo: CLOSED })).toMatchObject({ name: '', phone: '' })
  expect(await world.call('customers.get', { contractNo: OTHER })).toMatchObject({ name: stays.name })
  expect(await world.call('audit.verify', {})).toMatchObject({ ok: true })
})
