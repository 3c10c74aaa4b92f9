/** A browser without a window, small enough for unit tests: keeps cookies, reads a page's form token. */
import type { HubServer } from '../../hub/http/server.ts'
import { CONFIRMATION, PASSWORD, PREFIX } from './site.ts'

type Fields = Readonly<Record<string, string | readonly string[]>>

export class SmallBrowser {
  readonly cookies = new Map<string, string>()
  readonly #app: HubServer['app']
  readonly #headers: Readonly<Record<string, string>>
  token = ''
  /** The lines as the server sent them. */
  readonly setCookies: string[] = []
  formId = ''

  constructor({ app }: Pick<HubServer, 'app'>, headers: Readonly<Record<string, string>> = {}) {
    this.#app = app
    this.#headers = headers
  }

  /** Below the portal's prefix. */
  async get(path: string) {
    return this.#ask({ method: 'GET', url: `${PREFIX}${path}` })
  }

  /** Sends a form with the token of the page last read; follows the redirect. */
  async post(path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ token: this.token, ...fields })) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
    }
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await this.#ask({
      method: 'POST',
      url: `${PREFIX}${path}`,
      payload: body.toString(),
      headers: { ...type, ...headers },
    })
    return answer.statusCode === 303 ? this.get(String(answer.headers.location).slice(PREFIX.length)) : answer
  }

  async login(loginId: string, password = PASSWORD) {
    await this.get('/login')
    return this.post('/login', { loginId, password })
  }

  async loginWithCode(loginId: string) {
    await this.login(loginId)
    return this.post('/otp', { code: '123456' })
  }

  async carryOut(url: string, user: readonly string[], fields: Fields = {}) {
    await this.get(url)
    const entered = { act: 'carryOut', formId: this.formId, confirmation: CONFIRMATION, ...fields }
    return this.post(url, { user, ...entered })
  }

  async #ask(request: {
    method: 'GET' | 'POST'
    url: string
    payload?: string
    headers?: Record<string, string>
  }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...this.#headers, ...request.headers, ...(cookie !== '' && { cookie }) }
    const answer = await this.#app.inject({ ...request, headers })
    const lines = answer.headers['set-cookie'] ?? []
    this.setCookies.push(...(typeof lines === 'string' ? [lines] : lines))
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    this.token = /name="token" value="([^"]*)"/.exec(answer.body)?.[1] ?? this.token
    this.formId = /name="formId" value="([^"]*)"/.exec(answer.body)?.[1] ?? this.formId
    return answer
  }
}
