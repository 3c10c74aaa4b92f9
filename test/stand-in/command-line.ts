/** A command line as Electron reads it: `electron [switches] <app> [the app's own arguments]`. */
export interface CommandLine {
  /** Chromium's switches, from anywhere on the line, without the leading dashes. */
  readonly switches: Map<string, string>
  /** Scripts to load before the app: Playwright's `-r loader.js`. */
  readonly preloaded: readonly string[]
  /** The port of `--inspect`, when it was asked for; 0 means any free one. */
  readonly inspectPort: number | undefined
  readonly entry: string
  /** What `process.argv` is to hold after the program. */
  readonly argv: readonly string[]
}

/** Reads a command line without the program itself. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const switches = new Map<string, string>()
  const preloaded: string[] = []
  let inspectPort: number | undefined
  let entry: string | undefined
  const appArguments: string[] = []

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const beforeEntry = entry === undefined
    if (beforeEntry && (word === '-r' || word === '--require')) {
      index += 1
      preloaded.push(words[index] ?? '')
      continue
    }
    if (beforeEntry && /^--inspect(=|$)/.test(word)) {
      inspectPort = Number(word.split('=')[1] ?? 9229)
      continue
    }
    const match = /^--([^=]+)=?(.*)$/s.exec(word)
    if (match) switches.set(match[1] ?? '', match[2] ?? '')
    if (!beforeEntry) appArguments.push(word)
    else if (!match) entry = word
  }

  entry ??= '.'
  return { switches, preloaded, inspectPort, entry, argv: [entry, ...appArguments] }
}
