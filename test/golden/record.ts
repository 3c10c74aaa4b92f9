/**
 * `node test/golden/record.ts`: appends the drafts that are not recorded yet, and the digest of all. What is recorded
 * is never written again: those are the bytes in the journals of the branches.
 */
import { createPrivateKey, sign } from 'node:crypto'
import { writeFileSync, existsSync } from 'node:fs'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import { sealEnvelope, type OpenedEvent, type RoleSigner, type SealedEvent } from '../../protocol/envelope.ts'
import { counterRandom, opened } from '../protocol/event.ts'
import { digestOf, FILE, foldInMemory, readCorpus, type Golden } from './corpus.ts'
import { drafts, T0 } from './drafts.ts'
import { openGolden } from './open-golden.ts'

const recorded = existsSync(FILE) ? readCorpus().events : []
const events: OpenedEvent[] = recorded.map(openGolden)
const random = counterRandom()
const signer = managersKey()

for (const [index, draft] of drafts.entries()) {
  if (index < recorded.length) continue
  const sealed = sealEnvelope({
    draft,
    id: `golden-${index + 1}`,
    realm: 'training',
    device: 'desk-1',
    seq: index + 1,
    prev: events.at(-1)?.hash ?? deviceChainOrigin('training', 'desk-1').hash,
    at: T0 + index * 60_000,
    by: draft.type === 'VerdictGiven' || draft.type === 'EventsRelayed' ? null : '2001',
    random,
    signers: draft.type === 'ApprovalGiven' ? [signer] : [],
  })
  events.push(opened(sealed.bytes, sealed.parts))
}

const lines = events.map((event) => JSON.stringify(golden(event)))
const digest = digestOf(foldInMemory(events))
writeFileSync(FILE, `{ "digest": "${digest}", "events": [\n${lines.join(',\n')}\n] }\n`)
console.log(`${events.length} events, ${events.length - recorded.length} of them new; ${digest}`)

function golden({ type, v, bytes, parts }: OpenedEvent & SealedEvent): Golden {
  const base64 = (some: Uint8Array): string => Buffer.from(some).toString('base64')
  return {
    type,
    v,
    bytes: base64(bytes),
    parts: parts.map((part) => ({ name: part.name, salt: base64(part.salt), bytes: base64(part.bytes) })),
  }
}

/** Of nobody: its seed stands here. */
function managersKey(): RoleSigner {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const key = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, 7)]),
    format: 'der',
    type: 'pkcs8',
  })
  return {
    by: '1001',
    key: '0123456789abcdef',
    sign: (digestBytes) => new Uint8Array(sign(null, digestBytes, key)),
  }
}
