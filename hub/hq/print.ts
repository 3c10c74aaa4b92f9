import type { HqAnswer, HqHelp } from './act.ts'
import { openArgs } from './words.ts'

type Language = 'ja' | 'en'
const intro = {
  ja: [
    '本部サーバーの運用: npm run hq -- <操作> <引数…>',
    '運用者名は FOBDESK_HQ_PERSON（既定 admin）、接続先は FOBDESK_HQ_URL、パスフレーズは尋ねられたとき入力（または FOBDESK_HQ_PASSPHRASE_FILE）。',
  ],
  en: [
    'Running head office’s hub: npm run hq -- <act> <arguments…>',
    'Name in FOBDESK_HQ_PERSON (admin by default), hub in FOBDESK_HQ_URL, passphrase typed when asked (or FOBDESK_HQ_PASSPHRASE_FILE).',
  ],
} as const

export function helpText(acts: Readonly<Record<string, HqHelp>>, language: Language): string {
  const lines = Object.entries(acts).map(([name, one]) => [
    [name, ...openArgs(one).map((arg) => `<${arg}>`)].join(' '),
    one.help[language],
  ])
  return [...intro[language], '', ...columns(lines).map((line) => `  ${line}`)].join('\n')
}

export function tableText(rows: HqAnswer): string {
  const [first] = rows
  if (first === undefined) return '―'
  const names = Object.keys(first)
  return columns([names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]).join('\n')
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, width(cell))))
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  )
}

/** In columns of a terminal, where kana and kanji take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\u3000-\u30ff]/.test(letter)
        ? 2
        : 1),
    0,
  )
}
