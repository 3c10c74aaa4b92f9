import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../../main/window/content-security.ts'
import { fileFor } from '../../../main/window/file-for.ts'

describe('the files of app://desk', () => {
  test.each([
    ['/', '/out/renderer/index.html'],
    ['/assets/a.js', '/out/renderer/assets/a.js'],
  ])('%s is a file of ours', (path, file) => {
    expect(fileFor('/out/renderer', path)).toBe(file)
  })

  test.each(['/../main/app.js', '/assets/../../main/app.js', '/..', '//../../etc/passwd', '/assets/../..'])(
    '%s never leaves the folder',
    (path) => {
      expect(fileFor('/out/renderer', path)).toBeUndefined()
    },
  )
})

test('the policy has no unsafe exception and starts from nothing', () => {
  const policy = contentSecurityPolicy('bm9uY2U=')
  expect(policy).toMatch(/^default-src 'none'; /)
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toContain('*')
  expect(policy).toContain("style-src 'self' 'nonce-bm9uY2U='")
})
