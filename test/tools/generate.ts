import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './command.ts'

/** Files that are written by a program and kept, so that a reader sees them change. */
const generated: Readonly<Record<string, () => Promise<string>>> = {
  'nodes/CATALOGUE.md': async () => (await import('./catalogue.ts')).cataloguePage(),
}

/** Generated files that are no longer what would be generated. */
export const staleGenerated = async (): Promise<readonly string[]> => {
  const stale: string[] = []
  for (const [file, make] of Object.entries(generated)) {
    const path = join(root, file)
    if (!existsSync(path) || readFileSync(path, 'utf8') !== (await make())) stale.push(file)
  }
  return stale
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [file, make] of Object.entries(generated)) writeFileSync(join(root, file), await make())
