import { describe, expect, it } from 'vitest'
import { readSettings } from '../../hub/settings.ts'

describe('a hub’s settings', () => {
  it('are those of a trial on this machine where nothing is said', () => {
    expect(readSettings({})).toEqual({
      databaseUrl: undefined,
      folder: 'hub-data',
      listen: { host: '127.0.0.1', port: 8443 },
      operations: { host: '127.0.0.1', port: 9464 },
      name: '127.0.0.1',
      demoPortal: false,
      tlsFiles: undefined,
      trustedProxies: [],
      passphraseFile: undefined,
      token: undefined,
      pgliteFolder: 'hub-data/pglite',
      masterKeyFile: 'hub-data/master-keys.bin',
    })
  })

  it('are read from the environment', () => {
    const settings = readSettings({
      FOBDESK_HUB_PORT: '443',
      FOBDESK_TLS_CERT: '/cert.pem',
      FOBDESK_TLS_KEY: '/key.pem',
      FOBDESK_TRUSTED_PROXIES: '10.0.0.1, 10.0.0.2',
    })
    expect(settings.listen.port).toBe(443)
    expect(settings.tlsFiles).toEqual({ cert: '/cert.pem', key: '/key.pem' })
    expect(settings.trustedProxies).toEqual(['10.0.0.1', '10.0.0.2'])
    const elsewhere = readSettings({ FOBDESK_TLS_CERT: '/cert.pem', FOBDESK_TLS_ELSEWHERE: 'true' })
    expect(elsewhere.tlsFiles).toEqual({ cert: '/cert.pem', key: null })
  })

  it('are refused by their name, never with their content', () => {
    const read = (env: NodeJS.ProcessEnv) => () => readSettings(env)
    expect(read({ FOBDESK_HUB_PORT: 'secret' })).toThrow(/^these settings cannot be read: FOBDESK_HUB_PORT$/)
    expect(read({ FOBDESK_TLS_CERT: '/cert.pem' })).toThrow('FOBDESK_TLS_CERT goes with FOBDESK_TLS_KEY')
    expect(read({ FOBDESK_PKCS11_LIBRARY: '/lib.so' })).toThrow('FOBDESK_PKCS11_LIBRARY goes with')
    expect(read({ FOBDESK_TLS_ELSEWHERE: 'true' })).toThrow('FOBDESK_TLS_CERT goes with')
  })
})
