/**
 * The program that is killed: opens the store, commits without end, opens it again now and then. Tells its parent
 * by lines: `opening`, `open`, `ask <fingerprint>` before an append, `ack` after it.
 */
import { writeSync } from 'node:fs'
import { openJournal } from '../../../main/journal/journal.ts'
import type { Journal } from '../../../main/journal/types.ts'
import { draft, makeEvents } from '../../main/journal/device.ts'
import { chanceOf } from '../../main/journal/faults/chance.ts'
import { fingerprint } from '../../main/journal/faults/truth.ts'
import { realJournal } from './options.ts'

const [root = '', seed = ''] = process.argv.slice(2)
const chance = chanceOf(seed)

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

async function open(): Promise<Journal> {
  say('opening')
  const journal = await openJournal(realJournal(root))
  say('open')
  return journal
}

async function append(journal: Journal): Promise<void> {
  const event = { ...draft(journal.tail.seq), personal: { name: '客'.repeat(chance.below(900)) } }
  const commit = { origin: 'own', events: makeEvents(journal.tail, [event]) } as const
  say(`ask ${fingerprint(commit)}`)
  await journal.append(commit)
  say('ack')
}

let journal = await open()
for (;;) {
  await Promise.all(Array.from({ length: 1 + chance.below(4) }, () => append(journal)))
  if (chance.oneIn(10)) await journal.rotate()
  if (chance.oneIn(25)) {
    await journal.close()
    journal = await open()
  }
}
