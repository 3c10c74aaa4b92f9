import { describe, expect, test } from 'vitest'
import { chanceOf } from './chance.ts'
import { Medium, type Survivors } from './medium.ts'
import { mediumFs } from './medium-fs.ts'
import { must } from '../../../protocol/must.ts'

async function disk() {
  const medium = new Medium()
  medium.makeDirectory('/d')
  return { medium, fs: mediumFs(medium), chance: chanceOf('medium') }
}

const contentOf = (medium: Medium, path: string) => medium.lookUp(path)?.cached

describe('what a power cut leaves', () => {
  test('a name only after the folder, a content only after the file was synced', async () => {
    const { medium, fs, chance } = await disk()
    const file = await fs.open('/d/a', 'create')
    await file.write(new Uint8Array([1]), 0)
    await file.datasync()
    medium.losePower('none', chance)
    expect(contentOf(medium, '/d/a')).toBeUndefined()

    const again = await fs.open('/d/a', 'create')
    await again.write(new Uint8Array([1]), 0)
    await fs.syncDirectory('/d')
    await again.write(new Uint8Array([2]), 1)
    medium.losePower('none', chance)
    expect(contentOf(medium, '/d/a')).toEqual(new Uint8Array())
  })

  test('a rename that was not synced leaves the old file under the name', async () => {
    const { medium, fs, chance } = await disk()
    for (const [name, byte] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      const file = await fs.open(`/d/${name}`, 'create')
      await file.write(new Uint8Array([byte]), 0)
      await file.datasync()
    }
    await fs.syncDirectory('/d')
    await fs.rename('/d/b', '/d/a')
    expect(contentOf(medium, '/d/a')).toEqual(new Uint8Array([2]))
    medium.losePower('none', chance)
    expect(contentOf(medium, '/d/a')).toEqual(new Uint8Array([1]))
    expect(contentOf(medium, '/d/b')).toEqual(new Uint8Array([2]))
  })

  test.each<Survivors>(['prefix', 'subset'])(
    '%s: whole sectors, each the old or the new',
    async (survivors) => {
      const seen = new Set<string>()
      for (let round = 0; round < 50; round++) {
        const { medium, fs } = await disk()
        const file = await fs.open('/d/a', 'create')
        await fs.syncDirectory('/d')
        await file.write(new Uint8Array(1536).fill(1), 0)
        await file.datasync()
        await file.write(new Uint8Array(1024).fill(2), 256)
        medium.losePower(survivors, chanceOf(`${round}`))
        const left = must(contentOf(medium, '/d/a'))
        expect(left).toHaveLength(1536)
        seen.add([0, 256, 512, 1024, 1280].map((at) => left[at]).join(''))
        expect(new Set(left.subarray(512, 1024)).size).toBe(1)
      }
      expect([...seen].sort()).toEqual(
        survivors === 'prefix'
          ? ['11111', '12111', '12211', '12221']
          : ['11111', '11121', '11211', '11221', '12111', '12121', '12211', '12221'],
      )
    },
  )

  test('after a failed sync the cache shows what will never arrive, though the next sync succeeds', async () => {
    const { medium, fs } = await disk()
    const file = await fs.open('/d/a', 'create')
    await fs.syncDirectory('/d')
    await file.write(new Uint8Array(2048).fill(1), 0)
    must(medium.lookUp('/d/a')).failSync(chanceOf('two of four'))
    expect(contentOf(medium, '/d/a')).toEqual(new Uint8Array(2048).fill(1))
    await file.write(new Uint8Array([1]), 0)
    await file.datasync()
    medium.losePower('all', chanceOf(''))
    expect(contentOf(medium, '/d/a')).not.toEqual(new Uint8Array(2048).fill(1))
  })
})
