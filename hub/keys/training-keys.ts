/** The training hub's keys: in clear in a file, FOR TRAINING ONLY. Nothing sealed to them is anybody's secret. */
import { z } from 'zod'
import { bytesOf } from '../../protocol/byte-schema.ts'
import type { Random } from '../../protocol/bytes.ts'
import { decodeCbor, encodeCbor } from '../../protocol/cbor.ts'
import { fixedHubKeys, generateKeyPairs, type HubKeys } from './hub-keys.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'

const pair = z.strictObject({ publicKey: bytesOf(32), privateKey: bytesOf(32) })
const keyFile = z.strictObject({ format: z.literal(1), signing: pair, sealing: pair })

/**
 * The keys in `path`, made there (mode 0600) when it does not exist.
 * @throws Error when the file is there and cannot be read: other keys would strand every desk that pinned these
 */
export async function loadTrainingKeys(path: string, random: Random): Promise<HubKeys> {
  const found = await readKeyFile(path)
  if (found !== undefined) return fixedHubKeys(parseKeyFile(found, path), random)
  const made = await generateKeyPairs(random)
  const first = await createKeyFile(path, encodeCbor({ format: 1, ...made }))
  if (!first) throw new Error(`${path}: another process makes the keys at this moment`)
  return fixedHubKeys(made, random)
}

function parseKeyFile(content: Uint8Array, path: string): z.infer<typeof keyFile> {
  const decoded = decodeCbor(content)
  const parsed = keyFile.safeParse(decoded.ok ? decoded.value : undefined)
  // The parser's own message could quote key bytes.
  if (!parsed.success) throw new Error(`${path} is not a key file of this program`)
  return parsed.data
}
