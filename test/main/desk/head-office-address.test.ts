import { describe, expect, it } from 'vitest'
import { headOfficeAddress } from '../../../main/desk/head-office-address.ts'

describe('head office’s address as typed', () => {
  it('is a host, with a port where it is not the usual one', () => {
    const same = 'https://hub.example.jp:8443'
    for (const typed of [
      'hub.example.jp',
      ' HUB.example.jp ',
      'https://hub.example.jp/',
      'ｈｕｂ．ｅｘａｍｐｌｅ．ｊｐ',
    ]) {
      expect(headOfficeAddress(typed), typed).toBe(same)
    }
    expect(headOfficeAddress('hub.example.jp:443')).toBe('https://hub.example.jp:443')
    expect(headOfficeAddress('https://10.1.2.3:9000')).toBe('https://10.1.2.3:9000')
    expect(headOfficeAddress('[::1]:9000')).toBe('https://[::1]:9000')
  })

  it('is nothing else', () => {
    const wrong = [
      '',
      ' ',
      'http://hub.example.jp',
      'hub.example.jp/portal',
      'user:pass@hub',
      'hub?x=1',
      'a b',
      'ftp://hub',
    ]
    for (const typed of wrong) expect(headOfficeAddress(typed), typed).toBeUndefined()
  })
})
