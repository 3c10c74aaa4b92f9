import type { CdpSession } from '../cdp/connection.ts'
import { ignoreLate } from '../log.ts'
import { ElectronEmitter } from './emitter.ts'

type Source = 'system' | 'light' | 'dark'

const pages = new Set<CdpSession>()

function show(session: CdpSession, source: Source): Promise<unknown> {
  const value = source === 'system' ? '' : source
  return session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
}

class NativeTheme extends ElectronEmitter {
  #source: Source = 'system'
  readonly shouldUseHighContrastColors = false
  readonly inForcedColorsMode = false

  get themeSource(): Source {
    return this.#source
  }

  set themeSource(source: Source) {
    this.#source = source
    for (const session of pages) show(session, source).catch(ignoreLate('theme'))
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

/** A new page takes the theme that is set, and follows it until it is gone. */
export async function followTheme(session: CdpSession): Promise<void> {
  pages.add(session)
  if (nativeTheme.themeSource !== 'system') await show(session, nativeTheme.themeSource)
}

export function forgetTheme(session: CdpSession): void {
  pages.delete(session)
}
