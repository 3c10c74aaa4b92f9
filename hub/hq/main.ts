/** The hq command line: asks a running hub on its operations address to do one act. */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { z } from 'zod'
import { hqActs } from './acts.ts'
import { masterHelp, RECORD_PASSPHRASE, RELEASE, runMaster } from './master-file.ts'
import { helpText, tableText } from './print.ts'
import { utf8 } from '../../protocol/bytes.ts'
import { passphraseIn } from '../master-keys.ts'
import { readSettings } from '../settings.ts'
import { readWords, type HqWords } from './words.ts'

const DEFAULT_URL = 'http://127.0.0.1:9464'
const NEW_PASSPHRASE_FILE = 'FOBDESK_HQ_NEW_PASSPHRASE_FILE'
const prompts = {
  own: {
    ja: (person: string) => `${person} のパスフレーズ: `,
    en: (person: string) => `Passphrase of ${person}: `,
  },
  new: {
    ja: (name: string) => `新しいパスフレーズ（${name}）: `,
    en: (name: string) => `New passphrase (${name}): `,
  },
  master: { ja: '新しいマスター鍵のパスフレーズ: ', en: 'New passphrase of the master keys: ' },
  again: { ja: 'もう一度: ', en: 'Once more: ' },
} as const
const answered = z.union([
  z.object({ rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))) }),
  z.object({ code: z.string(), ja: z.string(), en: z.string() }),
])

const language = (process.env['LANG'] ?? 'ja').startsWith('ja') ? 'ja' : 'en'
const words = readWords(process.argv.slice(2), hqActs)

if (process.argv[2] === 'master') await master(process.argv.slice(3))
else if (words === null) say(helpText({ ...hqActs, ...masterHelp }, language))
else process.exitCode = await ask(words)

async function master(argv: readonly string[]): Promise<void> {
  try {
    const done = async (act: string, args: Record<string, string> = {}): Promise<boolean> =>
      (await ask({ act, args, secrets: [] })) === 0
    const asks = {
      release: (keyId: string) => done(RELEASE, { keyId }),
      recordPassphrase: () => done(RECORD_PASSPHRASE),
      newPassphrase: readMasterPassphrase,
    }
    say(tableText(await runMaster(readSettings(process.env), argv, asks)))
  } catch (error) {
    // Their messages are codes, and names of files and settings.
    say(error instanceof Error ? error.message : 'unknown error')
    process.exitCode = 1
  }
}

async function ask({ act, args: open, secrets }: HqWords): Promise<number> {
  const person = process.env['FOBDESK_HQ_PERSON'] ?? 'admin'
  const passphrase = await readPassphrase(prompts.own[language](person), 'FOBDESK_HQ_PASSPHRASE_FILE')
  const args: Record<string, string> = { ...open }
  for (const name of secrets) {
    args[name] = await readPassphrase(prompts.new[language](name), NEW_PASSPHRASE_FILE)
  }
  const body = JSON.stringify({ person, passphrase, act, args })
  const url = new URL('/hq/v1/act', process.env['FOBDESK_HQ_URL'] ?? DEFAULT_URL)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body }).catch(() => null)
  if (response === null) {
    say(
      language === 'ja' ? `${url.origin} で本部サーバーが応答しません。` : `No hub answers at ${url.origin}.`,
    )
    return 1
  }
  const answer = answered.parse(await response.json())
  say('rows' in answer ? tableText(answer.rows) : `${answer.code}: ${answer[language]}`)
  return response.ok ? 0 : 1
}

/** As hubs read it from its file, or typed twice: a slip would be the end of every seed. */
async function readMasterPassphrase(): Promise<Uint8Array> {
  const file = process.env[NEW_PASSPHRASE_FILE]
  if (file !== undefined) return passphraseIn(file)
  const [once, again] = [
    await readPassphrase(prompts.master[language]),
    await readPassphrase(prompts.again[language]),
  ]
  if (once !== again) throw new Error('PASSPHRASE_DIFFERS')
  return utf8(once)
}

/** From the file that the variable names, or typed unseen. */
async function readPassphrase(prompt: string, variable?: string): Promise<string> {
  const file = variable === undefined ? undefined : process.env[variable]
  if (file !== undefined) return (await readFile(file, 'utf8')).trimEnd()
  process.stderr.write(prompt)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: process.stdin, output: unseen, terminal: process.stdin.isTTY })
  const [typed] = await Promise.race([
    line.question('').then((text) => [text]),
    new Promise<string[]>((resolve) => line.once('close', () => resolve(['']))),
  ])
  line.close()
  process.stderr.write('\n')
  return typed ?? ''
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
