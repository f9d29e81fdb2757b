import { pathToFileURL } from 'node:url'
import { command } from './command.ts'
import { staleGenerated } from './generate.ts'
import { checkLayers } from './layers.ts'

interface Step {
  readonly name: string
  /** What is wrong; empty: nothing. */
  run(): Promise<string>
}

const program = async (name: string, ...args: string[]): Promise<string> => {
  const { code, output } = await command(name, args)
  return code === 0 ? '' : output.trim() || `${name} ended with ${code}`
}

const steps: readonly Step[] = [
  { name: 'format and lint', run: () => program('biome', 'ci', '--colors=off', '--max-diagnostics=50', '.') },
  { name: 'types', run: () => program('tsc', '-b', '--pretty', 'false') },
  { name: 'layers', run: async () => checkLayers().join('\n') },
  {
    name: 'generated files',
    run: async () => (await staleGenerated()).map(file => `${file} is stale: npm run fix`).join('\n'),
  },
]

/** Format, types, lint, layers, generated files; prints what failed. */
export const check = async (): Promise<boolean> => {
  const results = await Promise.all(
    steps.map(async step => ({ name: step.name, wrong: await step.run().catch(error => String(error)) })),
  )
  for (const { name, wrong } of results) console.log(wrong ? `✗ ${name}\n${wrong}\n` : `✓ ${name}`)
  return results.every(({ wrong }) => !wrong)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = (await check()) ? 0 : 1
