import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { judgeFlow } from '#test/engine/random-flows/random-flows.ts'

/** Grows and runs random flows: `npm run flows [n] [seed]`. A flow with a fault is kept with its files, and the folder is named. */
const count = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'weir-flows-'))
const engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
const began = performance.now()
const stood = new Map<string, number>()
const refused = new Map<string, number>()
let faults = 0
let compared = 0
const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1)
for (let i = seed; i < seed + count; i++) {
  const own = join(folder, String(i))
  mkdirSync(own)
  try {
    const judged = await judgeFlow(engine, own, i)
    compared += judged.compared
    for (const kind of judged.kinds) add(stood, kind)
    for (const why of judged.refused) add(refused, why.split(':')[0]!)
    if (judged.faults.length === 0) rmSync(own, { recursive: true, force: true })
    else {
      writeFileSync(join(own, 'random.flow.json'), `${JSON.stringify(judged.flow, null, 2)}\n`)
      console.log(`${i}: ${own}\n  ${judged.faults.join('\n  ')}`)
      faults++
    }
  } catch (error) {
    console.log(`${i}: ${own}\n  ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}`)
    faults++
  }
}
await engine.close()
for (const [kind, times] of [...stood].toSorted()) console.log(`${kind}: ${times}`)
for (const [why, times] of [...refused].toSorted()) console.log(`refused ${why}: ${times}`)
console.log(`${compared} files of sinks are compared`)
console.log(
  `${count} flows from seed ${seed} in ${Math.round((performance.now() - began) / 1000)} s, ${faults} with a fault`,
)
process.exitCode = faults > 0 ? 1 : 0
if (faults === 0) rmSync(folder, { recursive: true, force: true })
