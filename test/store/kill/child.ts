/**
 * The program that is killed: opens the store, commits without end, compacts and opens it again now and then. Tells its parent
 * by lines: `opening`, `open`, `ask <events> <parts>` before an append, `ack` after it.
 */
import { writeSync } from 'node:fs'
import { compactClosed } from '../../../main/journal/compaction.ts'
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
  const { events, parts } = fingerprint(commit)
  say(`ask ${events} ${parts}`)
  await journal.append(commit)
  say('ack')
}

async function compact(journal: Journal): Promise<void> {
  const upTo = await journal.rotate()
  const compaction = await compactClosed(realJournal(root), { upTo, scope: 'recent', dropPart: () => false })
  await journal.adopt(compaction)
}

let journal = await open()
for (;;) {
  await Promise.all(Array.from({ length: 1 + chance.below(4) }, () => append(journal)))
  if (chance.oneIn(10)) await compact(journal)
  if (chance.oneIn(25)) {
    await journal.close()
    journal = await open()
  }
}
