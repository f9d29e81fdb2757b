import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes, gzipped, of the scripts that the built page needs before it can draw: its own and all that they import statically. */
export const initialScriptBytes = (index: string): number => {
  const page = readFileSync(index, 'utf8')
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const code = readFileSync(file, 'utf8')
    for (const match of code.matchAll(/(?:^|[;\s}])import\s*(?:[^"'();]*?\s*from\s*)?["'](\.[^"']+\.js)["']/g))
      visit(join(dirname(file), match[1]!))
  }
  for (const match of page.matchAll(/(?:src|href)="(\.?\/?[^"]+\.js)"/g)) visit(join(dirname(index), match[1]!))
  return [...seen].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)
}
