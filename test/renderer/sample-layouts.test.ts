import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import { catalogue } from '#nodes/index.ts'
import { nodeRect, type Rect } from '#renderer/canvas/geometry.ts'

const root = fileURLToPath(new URL('../../samples', import.meta.url))

const air = 16

const touch = (a: Rect, b: Rect) =>
  a.x < b.x + b.width + air && b.x < a.x + a.width + air && a.y < b.y + b.height + air && b.y < a.y + a.height + air

const flows = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.flow.json'))

test.each(flows)('In the sample %s no node and no note lies on another one', path => {
  const { flow } = parseFlow(readFileSync(join(root, path), 'utf8'))
  const rects: (readonly [string, Rect])[] = [
    ...Object.keys(flow!.nodes).map(id => [id, nodeRect(flow!, catalogue, id)] as const),
    ...flow!.layout.notes.map(note => [note.id, note] as const),
  ]
  const close = rects.flatMap(([id, rect], i) =>
    rects.slice(i + 1).flatMap(([other, beside]) => (touch(rect, beside) ? [`${id} and ${other}`] : [])),
  )
  expect(close).toEqual([])
})
