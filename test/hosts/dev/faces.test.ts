import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faceOnly } from '#hosts/dev/faces.ts'
import { root } from '#hosts/dev/targets.ts'
import { catalogue } from '#nodes/index.ts'

describe("the editor's script", () => {
  test('has of a kind nothing that is the engine alone, and every other sign where it was', () => {
    const code = [
      'const helper = () => 1',
      'export default defineNode({',
      "  kind: 'a', compile: () => {",
      '    return helper()',
      '  },',
      "  describe: () => 'compile: 1',",
      '  reads(settings) { return [settings] }',
      '})',
    ]
    const left = faceOnly('node.ts', code.join('\n'))?.split('\n') ?? []
    expect(left.map(line => line.trimEnd())).toEqual([code[0], code[1], "  kind: 'a',", '', '', code[5], '', code[7]])
    expect(left.join('\n')).toHaveLength(code.join('\n').length)
  })

  test('leaves a module alone that declares no kind', () => {
    expect(faceOnly('a.ts', 'export const compile = { compile: () => 1 }')).toBeNull()
  })

  test('has no node kind whose compile is anywhere but in its definition', () => {
    const kept = [...catalogue.values()].filter(({ kind }) => {
      const [group, name] = kind.split('.') as [string, string]
      const folder = { source: 'sources', transform: 'transforms', validate: 'validators', sink: 'sinks' }[group]
      const path = join(root, 'nodes', folder!, name, 'node.ts')
      return faceOnly(path, readFileSync(path, 'utf8')) === null
    })
    expect(kept.map(({ kind }) => kind)).toEqual([])
  })
})
