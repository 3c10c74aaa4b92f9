/**
 * Works with a token in a process of its own: SoftHSM reads its configuration from the environment of the process,
 * which a test's thread cannot set. Prints what it saw as one line of JSON.
 */
import { openMasterToken, type MasterToken, type TokenOptions } from '../../../hub/keys/token.ts'
import { utf8 } from '../../../protocol/bytes.ts'
import { there } from '../../main/desk/there.ts'
import { countingRandom } from '../random.ts'

const [library = '', tokenLabel = '', pin = ''] = process.argv.slice(2)
const options: TokenOptions = { library, tokenLabel, pin, random: countingRandom('token') }
const SECRET = utf8('twenty bytes of seed')
const AAD = utf8('what it is tied to')

async function opened(): Promise<MasterToken> {
  const result = await openMasterToken(options)
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`)
  return result.value
}

async function codeOf(changed: Partial<TokenOptions>): Promise<string> {
  const result = await openMasterToken({ ...options, ...changed })
  if (!result.ok) return result.code
  result.value.close()
  return 'opened'
}

/** What a try to unwrap gives, in a word. */
async function outcome(key: ReturnType<MasterToken['makeKey']>, wrapped: Uint8Array, aad = AAD) {
  const unwrapped = await key.unwrap(wrapped, aad)
  return unwrapped.ok ? Buffer.from(unwrapped.value).toString() : unwrapped.code
}

const codes = [
  await codeOf({ tokenLabel: 'another' }),
  await codeOf({ pin: '00000000' }),
  await codeOf({ library: '/nowhere.so' }),
]
const first = await opened()
const { id } = first.makeKey()
const wrapped = await there(first.keys()[0]).wrap(SECRET, AAD)
const twice = await there(first.keys()[0]).wrap(SECRET, AAD)
first.close()

const token = await opened()
const key = there(token.keys().find((made) => made.id === id))
const other = token.makeKey()
const spoilt: string[] = []
for (const [at, byte] of wrapped.entries()) {
  spoilt.push(await outcome(key, wrapped.with(at, byte ^ 1)), await outcome(key, wrapped.subarray(0, at)))
}
const seen = {
  codes,
  length: wrapped.length,
  differs: !Buffer.from(wrapped).equals(Buffer.from(twice)),
  foreign: [await outcome(key, wrapped, utf8('another')), await outcome(other, wrapped)],
  spoilt: [...new Set(spoilt)],
  again: await outcome(key, wrapped),
  destroyed: [token.destroyKey(other.id), token.destroyKey(other.id)],
  left: token.keys().map((made) => made.id === id),
}
token.close()
process.stdout.write(JSON.stringify(seen))
