import { expect, it } from 'vitest'
import { splitPackages } from '../../../programmer/pskc/split.ts'

const cut = (text: string) => splitPackages(text)

it('cuts at the packages below the root, whatever they hold', () => {
  const packages = [
    '<p:KeyPackage a="</p:KeyPackage>"><!-- </p:KeyPackage> --><b/></p:KeyPackage>',
    '<KeyPackage/>',
    '<KeyPackage><![CDATA[</KeyPackage><]]><KeyPackage><c></c></KeyPackage></KeyPackage>',
  ]
  const frame = '<?xml version="1.0"?><!-- <KeyPackage> --><r x=">"><d>KeyPackage</d>'
  expect(cut(`${frame}${packages.join('\n')}<e/></r>`)).toEqual({
    ok: true,
    frame: `${frame}\n\n<e/></r>`,
    packages,
  })
})

it('takes nothing that is not below the root for a package', () => {
  expect(cut('<KeyPackage/>')).toMatchObject({ packages: [] })
  expect(cut('<r><a><KeyPackage/></a><KeyPackages/><Key-Package/></r>')).toMatchObject({ packages: [] })
})

it.each([
  ['a tag without end', '<r><a'],
  ['a quote without end', '<r a="></r>'],
  ['a comment without end', '<r><!-- </r>'],
  ['a package without end', '<r><KeyPackage>'],
])('refuses %s', (_, text) => {
  expect(cut(text)).toMatchObject({ ok: false, code: 'PSKC_INVALID' })
})

it.each([
  ['a package of too many tags', `<r><KeyPackage>${'<a/>'.repeat(200)}</KeyPackage></r>`],
  ['a package too long', `<r><KeyPackage>${'a'.repeat(16 * 1024)}</KeyPackage></r>`],
  ['a frame of too many tags', `<r>${'<a/>'.repeat(200)}</r>`],
  ['a frame too long', `<r>${'a'.repeat(16 * 1024)}</r>`],
])('refuses %s', (_, text) => {
  expect(cut(text)).toMatchObject({ ok: false, code: 'PSKC_INVALID' })
})

it('takes as many packages as there are', () => {
  const answer = cut(`<r>${'<KeyPackage><a/></KeyPackage>'.repeat(10_000)}</r>`)
  expect(answer.ok && answer.packages.length).toBe(10_000)
})
