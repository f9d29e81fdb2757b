import { describe, expect, it } from 'vitest'
import { processIo } from '#hosts/cli/io.ts'
import { main } from '#hosts/cli/main.ts'
import { catalogue } from '#nodes/index.ts'

describe('weir nodes', () => {
  it.each([...catalogue.values()].map(kind => [kind.kind, kind] as const))(
    'tells of %s and each of its settings',
    async (name, kind) => {
      const lines: string[] = []
      const io = { ...processIo(new AbortController().signal), out: (line: string) => void lines.push(line) }
      expect(await main(['nodes', name], io)).toBe(0)
      const text = lines.join('\n')
      expect(text).toContain(kind.title)
      for (const setting of Object.keys((kind.settings as unknown as { shape: object }).shape))
        expect(text).toContain(setting)
    },
  )
})
