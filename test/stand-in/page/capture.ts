import { setTimeout as delay } from 'node:timers/promises'
import type { CdpSession } from '../cdp/connection.ts'

const ATTEMPTS = 30
const PAUSE_MS = 100

/**
 * A PNG of what the page shows. Electron waits until a page that has just loaded has painted; Chromium refuses
 * instead, so it is asked again for up to three seconds.
 */
export async function capture(session: CdpSession): Promise<Buffer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' })
      return Buffer.from(data, 'base64')
    } catch (error) {
      const notPainted = error instanceof Error && error.message.includes('Unable to capture screenshot')
      if (!notPainted || attempt === ATTEMPTS) throw error
      await delay(PAUSE_MS)
    }
  }
}
