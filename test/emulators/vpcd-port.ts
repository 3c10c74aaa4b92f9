import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below every port that Linux gives to whoever asks for any (`ip_local_port_range`, from 32768 on). */
const [LOWEST, BEHIND] = [20_000, 32_000]

/**
 * A port for vpcd, which must be told one and says nothing when it is taken: free on every address, as vpcd binds
 * it, and where nobody is put by chance between this and vpcd's start.
 */
export async function vpcdPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, BEHIND)
    const server = createServer().listen(port, '0.0.0.0')
    try {
      await once(server, 'listening')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') continue
      throw error
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
