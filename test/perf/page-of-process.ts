import { setTimeout } from 'node:timers/promises'
import type { FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { takenBy } from './measure.ts'
import { pageQuery } from './pages.ts'

const [text, cache, node] = process.argv.slice(2) as [string, string, string]
const engine = await createEngine({ catalogue, cache: { folder: cache, version: 'bench' } })
const request = JSON.parse(text) as FlowRequest
let counted = false
// whoever opens a window asks for rows a moment later
await setTimeout(300)
const taken = await takenBy(async () => {
  counted = (await engine.page(request, pageQuery(node, true))).rowCount !== null
})
await engine.close()
process.stdout.write(JSON.stringify({ ...taken, counted }))
